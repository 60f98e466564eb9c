-- A day's end: dropped when its stream's retention is over, and never before it is proven that nothing of it is missing.

CREATE TABLE sluice.hold (
    stream text        NOT NULL,
    day    date        NOT NULL,
    who    text        NOT NULL,
    note   text        NOT NULL DEFAULT '',
    at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (stream, day)
);
COMMENT ON TABLE sluice.hold IS 'Days that stay, whatever their stream''s retention says, until they are released.';

-- Whether a day may go: tells how many rows it has, or raises SL005 with why it stays.
CREATE FUNCTION sluice.day_may_go(stream_name text, ended date, stored_to timestamptz) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    part    text := stream_name || '$' || to_char(ended, 'YYYYMMDD');
    low     timestamptz := (ended || ' 00:00:00+00')::timestamptz;
    high    timestamptz := (ended + 1 || ' 00:00:00+00')::timestamptz;
    present bigint;
    counted record;
    held    record;
BEGIN
    SELECT h.who, h.at INTO held FROM sluice.hold h WHERE h.stream = stream_name AND h.day = ended;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'SL005', MESSAGE = format('on hold by %s since %s', held.who, held.at);
    END IF;
    IF stored_to < high THEN
        RAISE EXCEPTION USING ERRCODE = 'SL005', MESSAGE = format('not complete: a partition is stored to %s', stored_to);
    END IF;
    SELECT coalesce(sum(c.appended), 0) AS appended, coalesce(sum(c.stored), 0) AS stored,
           coalesce(sum(c.stored + c.duplicates + c.trouble + c.discarded), 0) AS settled, coalesce(sum(c.trouble), 0) AS trouble
    INTO counted
    FROM sluice.event_count c
    WHERE c.stream = stream_name AND c.quarter >= low AND c.quarter < high;
    IF counted.trouble <> 0 THEN
        RAISE EXCEPTION USING ERRCODE = 'SL005', MESSAGE = format('%s of its events are in trouble', counted.trouble);
    END IF;
    EXECUTE format('SELECT count(*) FROM logs.%I', part) INTO present;
    IF counted.appended <> counted.settled OR counted.stored <> present THEN
        RAISE EXCEPTION USING ERRCODE = 'SL005', MESSAGE = format(
            'not balanced: %s events appended, %s settled, %s of them stored, and %s rows',
            counted.appended, counted.settled, counted.stored, present);
    END IF;
    RETURN present;
END
$$;

-- The partition is locked before it is counted, so that nothing comes between the count and the end; whoever reads the table
-- meanwhile goes on. Exported is how many rows were written to a file, or null where none is wanted.
CREATE FUNCTION sluice.drop_day(stream_name text, dropped date, stored_to timestamptz, exported bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    part    text := stream_name || '$' || to_char(dropped, 'YYYYMMDD');
    present bigint;
BEGIN
    IF to_regclass(format('logs.%I', part)) IS NULL THEN
        RETURN 0;
    END IF;
    EXECUTE format('LOCK TABLE logs.%I IN SHARE MODE', part);
    present := sluice.day_may_go(stream_name, dropped, stored_to);
    IF exported <> present THEN
        RAISE EXCEPTION USING ERRCODE = 'SL005', MESSAGE = format(
            'it was exported with %s rows and has %s now', exported, present);
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('sluice.tables'));
    EXECUTE format('ALTER TABLE logs.%I DETACH PARTITION logs.%I', stream_name, part);
    EXECUTE format('DROP TABLE logs.%I', part);
    RETURN present;
END
$$;
COMMENT ON FUNCTION sluice.drop_day IS 'Drops a stream''s day and tells how many rows it had, or raises when it may not go.';
REVOKE EXECUTE ON FUNCTION sluice.day_may_go, sluice.drop_day FROM PUBLIC;
