-- What is not stored at present though it could be, and what never will be because Kafka lost it.

CREATE TABLE sluice.pause (
    stream    text        NOT NULL,
    partition int         NOT NULL DEFAULT -1 CHECK (partition >= -1),
    since     timestamptz NOT NULL DEFAULT clock_timestamp(),
    who       text        NOT NULL,
    note      text        NOT NULL DEFAULT '',
    incident  boolean     NOT NULL DEFAULT false,
    PRIMARY KEY (stream, partition)
);
COMMENT ON TABLE sluice.pause IS 'What every node leaves in Kafka until the row is gone. Senders notice nothing.';
COMMENT ON COLUMN sluice.pause.partition IS 'Of Kafka; -1: all of the stream.';
COMMENT ON COLUMN sluice.pause.incident IS 'Nobody asked for it: too many of the partition''s events went to trouble.';

CREATE TABLE sluice.gap (
    id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stream          text        NOT NULL,
    topic_id        uuid        NOT NULL,
    partition       int         NOT NULL,
    kind            text        NOT NULL CHECK (kind IN ('vanished', 'hole', 'recreated', 'truncated')),
    from_offset     bigint      NOT NULL,
    to_offset       bigint,
    appended_before timestamptz,
    next_topic_id   uuid        NOT NULL,
    next_offset     bigint      NOT NULL,
    accepted_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    who             text        NOT NULL,
    note            text        NOT NULL DEFAULT ''
);
CREATE INDEX gap_of ON sluice.gap (topic_id, partition);
COMMENT ON TABLE sluice.gap IS 'Losses that an operator acknowledged: records that Kafka had confirmed and lost before they were stored.';
COMMENT ON COLUMN sluice.gap.to_offset IS 'The last record lost; null: up to where the log went, which nobody knows any more.';
COMMENT ON COLUMN sluice.gap.appended_before IS 'Of a truncated log, which gives its offsets again: only records from before this time are meant.';
COMMENT ON COLUMN sluice.gap.next_offset IS 'Where storing went on, in the log of next_topic_id.';

-- SL001: the partition isn't as the operator saw it. The new epoch ends whoever stores from it.
CREATE FUNCTION sluice.accept_gap(
    topic_name text, part int, seen_epoch bigint, seen_topic_id uuid, first_lost bigint, last_lost bigint, what text,
    cut bigint, next_topic uuid, next_record bigint, operator text, remark text
) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    of_stream text;
    made      bigint;
BEGIN
    UPDATE sluice.consumer_offset o
    SET topic_id = next_topic, next_offset = next_record, leader_epoch = -1, epoch = o.epoch + 1, owner = NULL
    WHERE o.topic = topic_name AND o.partition = part AND o.epoch = seen_epoch
      AND o.topic_id = seen_topic_id AND o.next_offset = first_lost
    RETURNING o.stream INTO of_stream;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'SL001', MESSAGE = 'the partition is no longer where it was';
    END IF;
    INSERT INTO sluice.gap (stream, topic_id, partition, kind, from_offset, to_offset, appended_before,
                            next_topic_id, next_offset, who, note)
    VALUES (of_stream, seen_topic_id, part, what, first_lost, last_lost, to_timestamp(cut / 1000.0::float8),
            next_topic, next_record, operator, remark)
    RETURNING id INTO made;
    RETURN made;
END
$$;
COMMENT ON FUNCTION sluice.accept_gap IS 'Acknowledges a loss: storing goes on behind it.';
