-- Making a stream's table and its days. Called under the maintenance role by every node; a lock lets one work at a time.

CREATE FUNCTION sluice.make_stream(stream text, writer text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('sluice.tables'));
    IF to_regclass(format('logs.%I', stream)) IS NULL THEN
        EXECUTE format(
            'CREATE TABLE logs.%I (
                received_at     timestamptz NOT NULL,
                event_time      timestamptz,
                client          text        NOT NULL,
                event_id        text,
                topic_id        uuid        NOT NULL,
                kafka_partition int         NOT NULL,
                kafka_offset    bigint      NOT NULL,
                event_index     int         NOT NULL,
                payload         jsonb       NOT NULL
            ) PARTITION BY RANGE (received_at)', stream);
        -- Rows come nearly in the order of their time: a page for some megabytes of rows finds a quarter of an hour.
        EXECUTE format('CREATE INDEX %I ON logs.%I USING brin (received_at) WITH (pages_per_range = 64, autosummarize = on)',
            stream || '$time', stream);
    END IF;
    -- The writer only reads back what the counts are made of.
    EXECUTE format('GRANT INSERT, SELECT (received_at, client, kafka_partition) ON logs.%I TO %I', stream, writer);
END
$$;

-- SL003: the column is there with another type.
CREATE FUNCTION sluice.make_column(stream text, name text, type text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    present text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('sluice.tables'));
    SELECT format_type(a.atttypid, a.atttypmod) INTO present
    FROM pg_attribute a
    WHERE a.attrelid = to_regclass(format('logs.%I', stream)) AND a.attname = name AND NOT a.attisdropped;
    IF present IS NULL THEN
        EXECUTE format('ALTER TABLE logs.%I ADD COLUMN IF NOT EXISTS %I %s', stream, name, type::regtype);
    ELSIF present <> format_type(type::regtype, NULL) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'SL003',
            MESSAGE = format('the column %s of stream %s is %s in the database and %s in the stream''s file',
                name, stream, present, format_type(type::regtype, NULL));
    END IF;
END
$$;

-- Built apart and attached: the check spares ATTACH its look at the rows, and storing goes on meanwhile.
-- A dollar sign can't be part of a stream's name, so no day can take another stream's.
CREATE FUNCTION sluice.make_day(stream text, day date) RETURNS void
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
    EXECUTE format(
        'CREATE TABLE logs.%I (LIKE logs.%I INCLUDING DEFAULTS INCLUDING STORAGE,
            CONSTRAINT day CHECK (received_at >= %L AND received_at < %L))', part, stream, low, high);
    EXECUTE format('ALTER TABLE logs.%I ATTACH PARTITION logs.%I FOR VALUES FROM (%L) TO (%L)', stream, part, low, high);
    EXECUTE format('ALTER TABLE logs.%I DROP CONSTRAINT day', part);
END
$$;
REVOKE EXECUTE ON FUNCTION sluice.make_stream, sluice.make_column, sluice.make_day FROM PUBLIC;
