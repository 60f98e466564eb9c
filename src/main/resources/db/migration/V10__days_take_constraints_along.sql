-- A table that is attached must have every CHECK of the table it joins: somebody may have added one, as to refuse bad rows.
CREATE OR REPLACE FUNCTION sluice.make_day(stream text, day date) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    part text := stream || '$' || to_char(day, 'YYYYMMDD');
    low  text := day || ' 00:00:00+00';
    high text := (day + 1) || ' 00:00:00+00';
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('sluice.tables'));
    IF to_regclass(format('logs.%I', part)) IS NOT NULL THEN
        RETURN;
    END IF;
    -- Waits for whoever changes the table, before its columns and constraints are read.
    EXECUTE format('LOCK TABLE logs.%I IN SHARE UPDATE EXCLUSIVE MODE', stream);
    EXECUTE format(
        'CREATE TABLE logs.%I (LIKE logs.%I
            INCLUDING DEFAULTS INCLUDING STORAGE INCLUDING COMPRESSION INCLUDING GENERATED INCLUDING CONSTRAINTS,
            CONSTRAINT "day$" CHECK (received_at >= %L AND received_at < %L))', part, stream, low, high);
    EXECUTE format('ALTER TABLE logs.%I ATTACH PARTITION logs.%I FOR VALUES FROM (%L) TO (%L)', stream, part, low, high);
    EXECUTE format('ALTER TABLE logs.%I DROP CONSTRAINT "day$"', part);
END
$$;
