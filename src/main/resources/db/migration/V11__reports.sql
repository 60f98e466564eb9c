-- Reports: rollups that follow what is stored, results with what they are made of, and where each day ended in Kafka.

CREATE SCHEMA rollup;
COMMENT ON SCHEMA rollup IS 'Rows of the streams, summed up by quarter of an hour of receipt, as the streams'' files declare it.';

CREATE TABLE sluice.rollup (
    name       text        PRIMARY KEY,
    stream     text        NOT NULL,
    definition text        NOT NULL,
    made_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE sluice.rollup IS 'The tables of the schema rollup. Another definition makes a table anew, from the rows that are there.';

CREATE TABLE sluice.rollup_progress (
    topic       text        NOT NULL,
    partition   int         NOT NULL,
    stream      text        NOT NULL,
    topic_id    uuid        NOT NULL,
    next_offset bigint      NOT NULL,
    rolled_to   timestamptz,
    PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50);
COMMENT ON TABLE sluice.rollup_progress IS 'Rows below next_offset are in the rollups. Its lock makes one transaction at a time fill them.';

CREATE TABLE sluice.rollup_quarter (
    name    text        NOT NULL REFERENCES sluice.rollup ON DELETE CASCADE,
    quarter timestamptz NOT NULL,
    rows    bigint      NOT NULL DEFAULT 0,
    rebuilt bigint,
    PRIMARY KEY (name, quarter)
) WITH (fillfactor = 50);
COMMENT ON TABLE sluice.rollup_quarter IS 'Rows that a rollup took up of each quarter. Where they aren''t event_count''s stored, the quarter is made anew.';
COMMENT ON COLUMN sluice.rollup_quarter.rebuilt IS 'What event_count had as stored when it was made anew the last time: once for each count.';

CREATE TABLE sluice.report_end (
    stream      text        NOT NULL,
    until_at    timestamptz NOT NULL,
    topic_id    uuid        NOT NULL,
    partition   int         NOT NULL,
    end_offset  bigint      NOT NULL,
    captured_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (stream, until_at, topic_id, partition)
);
COMMENT ON TABLE sluice.report_end IS 'Where each partition ended in Kafka when a day was over: stored to there, nothing of the day is missing.';

CREATE TABLE sluice.report_run (
    report     text        NOT NULL,
    day        date        NOT NULL,
    run        int         NOT NULL,
    stream     text        NOT NULL,
    zone       text        NOT NULL,
    from_at    timestamptz NOT NULL,
    until_at   timestamptz NOT NULL,
    made_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    who        text        NOT NULL,
    millis     bigint      NOT NULL,
    complete   boolean     NOT NULL,
    missing    jsonb       NOT NULL,
    events     bigint      NOT NULL,
    ends       jsonb       NOT NULL,
    columns    jsonb       NOT NULL,
    rows       int         NOT NULL,
    truncated  boolean     NOT NULL,
    difference jsonb,
    PRIMARY KEY (report, day, run)
);
CREATE INDEX report_run_made ON sluice.report_run (made_at);
COMMENT ON TABLE sluice.report_run IS 'Each result: the last run of a day counts, earlier ones tell what it was before.';
COMMENT ON COLUMN sluice.report_run.events IS 'Stored events of the day when it was made: more of them make it again.';
COMMENT ON COLUMN sluice.report_run.ends IS 'The ends of the partitions in Kafka that complete was judged by.';
COMMENT ON COLUMN sluice.report_run.difference IS 'What differs from the run before; null for the first.';

CREATE TABLE sluice.report_row (
    report text  NOT NULL,
    day    date  NOT NULL,
    run    int   NOT NULL,
    number int   NOT NULL,
    cells  jsonb NOT NULL,
    PRIMARY KEY (report, day, run, number),
    FOREIGN KEY (report, day, run) REFERENCES sluice.report_run ON DELETE CASCADE
);

CREATE TABLE sluice.report_delivery (
    report   text        NOT NULL,
    day      date        NOT NULL,
    run      int         NOT NULL,
    outlet   text        NOT NULL,
    attempts int         NOT NULL DEFAULT 0,
    next_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    done_at  timestamptz,
    error    text,
    PRIMARY KEY (report, day, run, outlet),
    FOREIGN KEY (report, day, run) REFERENCES sluice.report_run ON DELETE CASCADE
);
CREATE INDEX report_delivery_due ON sluice.report_delivery (next_at) WHERE done_at IS NULL;
COMMENT ON TABLE sluice.report_delivery IS 'Results on their way to the folder, the webhook and the mail server.';

-- A loss counts for every day between the append times of its neighbours.
ALTER TABLE sluice.gap ADD COLUMN before_at timestamptz, ADD COLUMN after_at timestamptz;
COMMENT ON COLUMN sluice.gap.before_at IS 'Append time of the last record stored before it; null: there was none.';
COMMENT ON COLUMN sluice.gap.after_at IS 'Append time of the first row stored behind it; null: there is none yet.';

CREATE FUNCTION sluice.note_before_gap() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    SELECT o.stored_to INTO NEW.before_at
    FROM sluice.consumer_offset o
    WHERE o.stream = NEW.stream AND o.topic_id = NEW.next_topic_id AND o.partition = NEW.partition;
    RETURN NEW;
END
$$;
CREATE TRIGGER note_before_gap BEFORE INSERT ON sluice.gap FOR EACH ROW EXECUTE FUNCTION sluice.note_before_gap();

CREATE FUNCTION sluice.rfc3339(at timestamptz) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
