-- The gateway's own tables. Roles: maintenance owns everything, writer stores, reader looks.

CREATE TABLE sluice.consumer_offset (
    topic        text   NOT NULL,
    partition    int    NOT NULL,
    stream       text   NOT NULL,
    topic_id     uuid   NOT NULL,
    next_offset  bigint NOT NULL DEFAULT 0 CHECK (next_offset >= 0),
    leader_epoch int    NOT NULL DEFAULT -1,
    epoch        bigint NOT NULL DEFAULT 0,
    owner        text,
    stored_to    timestamptz,
    PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50);
COMMENT ON TABLE sluice.consumer_offset IS 'What is stored of each Kafka partition, and who may store more. The one truth on progress: Kafka only shows it.';
COMMENT ON COLUMN sluice.consumer_offset.next_offset IS 'Every record below it is stored.';
COMMENT ON COLUMN sluice.consumer_offset.leader_epoch IS 'Kafka''s leader epoch of the last stored record; -1 when unknown.';
COMMENT ON COLUMN sluice.consumer_offset.stored_to IS 'Append time of the last stored record; null before the first.';
COMMENT ON COLUMN sluice.consumer_offset.epoch IS 'Raised by each claim: whoever holds an older one writes nothing.';
COMMENT ON COLUMN sluice.consumer_offset.owner IS 'Name of the owner''s lease, or null.';

CREATE TABLE sluice.earlier_log (
    topic_id    uuid   NOT NULL,
    partition   int    NOT NULL,
    next_offset bigint NOT NULL,
    PRIMARY KEY (topic_id, partition)
);
COMMENT ON TABLE sluice.earlier_log IS 'Logs that were left for another: how far each was stored, so that receipts of it are still answered.';

CREATE FUNCTION sluice.remember_log() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO sluice.earlier_log (topic_id, partition, next_offset)
    VALUES (OLD.topic_id, OLD.partition, OLD.next_offset)
    ON CONFLICT (topic_id, partition) DO UPDATE SET next_offset = excluded.next_offset;
    RETURN NULL;
END
$$;
-- Whoever changes them. Storing never does: it sets neither topic_id nor deletes, so these cost it nothing.
CREATE TRIGGER remember_changed_log AFTER UPDATE OF topic_id ON sluice.consumer_offset
    FOR EACH ROW WHEN (OLD.topic_id <> NEW.topic_id) EXECUTE FUNCTION sluice.remember_log();
CREATE TRIGGER remember_deleted_log AFTER DELETE ON sluice.consumer_offset
    FOR EACH ROW EXECUTE FUNCTION sluice.remember_log();

CREATE TABLE sluice.lease (
    name       text        PRIMARY KEY,
    kind       text        NOT NULL,
    expires_at timestamptz NOT NULL
) WITH (fillfactor = 50);
COMMENT ON TABLE sluice.lease IS 'Who is alive, by this database''s clock.';

CREATE TABLE sluice.event_count (
    client     text        NOT NULL,
    stream     text        NOT NULL,
    quarter    timestamptz NOT NULL,
    partition  int         NOT NULL,
    appended   bigint      NOT NULL DEFAULT 0,
    stored     bigint      NOT NULL DEFAULT 0,
    duplicates bigint      NOT NULL DEFAULT 0,
    trouble    bigint      NOT NULL DEFAULT 0,
    discarded  bigint      NOT NULL DEFAULT 0,
    PRIMARY KEY (stream, quarter, client, partition)
) WITH (fillfactor = 50);
COMMENT ON TABLE sluice.event_count IS 'The balance sheet, in events: appended = stored + duplicates + trouble + discarded.';
COMMENT ON COLUMN sluice.event_count.quarter IS 'Beginning of the quarter of an hour of append time.';
COMMENT ON COLUMN sluice.event_count.appended IS 'By the records'' headers; the others are counted row by row.';

CREATE TABLE sluice.trouble (
    id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stream          text        NOT NULL,
    topic_id        uuid        NOT NULL,
    kafka_partition int         NOT NULL,
    kafka_offset    bigint      NOT NULL,
    event_index     int         NOT NULL,
    received_at     timestamptz NOT NULL,
    client          text        NOT NULL,
    stage           text        NOT NULL,
    reason          text        NOT NULL,
    sqlstate        text,
    payload         bytea       NOT NULL,
    state           text        NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'stored', 'discarded')),
    first_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    times           int         NOT NULL DEFAULT 1,
    UNIQUE (topic_id, kafka_partition, kafka_offset, event_index)
);
COMMENT ON TABLE sluice.trouble IS 'Events, and records that nobody can read, which could not become rows: each waits here for an operator.';

CREATE TABLE sluice.trouble_history (
    trouble_id bigint      NOT NULL REFERENCES sluice.trouble ON DELETE CASCADE,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    state      text        NOT NULL,
    who        text        NOT NULL DEFAULT session_user,
    note       text        NOT NULL DEFAULT ''
);
CREATE INDEX trouble_history_of ON sluice.trouble_history (trouble_id, at);
COMMENT ON TABLE sluice.trouble_history IS 'What was done about each entry, by whom.';
