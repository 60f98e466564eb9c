-- How far the audit in the background is, and what it found.

CREATE TABLE sluice.audit (
    stream      text        NOT NULL,
    day         date        NOT NULL,
    checked_to  timestamptz NOT NULL,
    began_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at    timestamptz,
    records     bigint      NOT NULL DEFAULT 0,
    events      bigint      NOT NULL DEFAULT 0,
    differences bigint      NOT NULL DEFAULT 0,
    unchecked   bigint      NOT NULL DEFAULT 0,
    first       text,
    accepted_at timestamptz,
    who         text,
    note        text,
    PRIMARY KEY (stream, day)
);
COMMENT ON TABLE sluice.audit IS 'Days of receipt that were read again from Kafka and compared with the rows, event by event.';
COMMENT ON COLUMN sluice.audit.checked_to IS 'Of the time of receipt: everything of the day before it has been compared.';
COMMENT ON COLUMN sluice.audit.unchecked IS 'What couldn''t be compared, as when Kafka didn''t hold it any more.';
COMMENT ON COLUMN sluice.audit.first IS 'The first difference, in words.';
COMMENT ON COLUMN sluice.audit.accepted_at IS 'An operator knows of the differences: they no longer raise an alarm.';
