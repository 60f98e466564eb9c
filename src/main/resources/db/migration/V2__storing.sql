-- What a storing transaction calls. SL001: somebody else owns the partition, or it stands elsewhere.
-- SL002: the rows, duplicates and trouble entries of this transaction are not as many as the events that were read.

CREATE FUNCTION sluice.fence(topics text[], partitions int[], epochs bigint[], offsets bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    held int;
BEGIN
    PERFORM set_config('sluice.tally', '0', true);
    WITH mine AS (
        SELECT o.topic
        FROM sluice.consumer_offset o
        JOIN unnest(topics, partitions, epochs, offsets) AS w (topic, partition, epoch, next_offset)
            ON o.topic = w.topic AND o.partition = w.partition
               AND o.epoch = w.epoch AND o.next_offset = w.next_offset
        ORDER BY o.topic, o.partition
        FOR UPDATE OF o
    )
    SELECT count(*) INTO held FROM mine;
    IF held <> cardinality(topics) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'SL001',
            MESSAGE = format('%s of %s partitions are still at the epoch and offset expected', held, cardinality(topics));
    END IF;
END
$$;
COMMENT ON FUNCTION sluice.fence IS 'First statement of a storing transaction: locks the partitions in key order, or raises.';

CREATE FUNCTION sluice.quarter(at timestamptz) RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN date_bin('15 minutes', at, timestamptz '2000-01-01 00:00:00+00');
COMMENT ON FUNCTION sluice.quarter IS 'The beginning of the quarter of an hour, as event_count knows it.';

CREATE FUNCTION sluice.tally(more bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    so_far bigint := coalesce(nullif(current_setting('sluice.tally', true), ''), '0');
BEGIN
    PERFORM set_config('sluice.tally', (so_far + more)::text, true);
END
$$;
COMMENT ON FUNCTION sluice.tally IS 'Counts, for this transaction only, what its statements really wrote.';

CREATE FUNCTION sluice.advance(
    topics text[], partitions int[], next_offsets bigint[], leader_epochs int[], append_times bigint[], events bigint
) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    moved   int;
    tallied bigint := current_setting('sluice.tally')::bigint;
BEGIN
    IF tallied <> events THEN
        RAISE EXCEPTION USING
            ERRCODE = 'SL002',
            MESSAGE = format('%s events were read and %s were written', events, tallied);
    END IF;
    UPDATE sluice.consumer_offset o
    SET next_offset = w.next_offset, leader_epoch = w.leader_epoch,
        stored_to = to_timestamp(w.append_time / 1000.0::float8)
    FROM unnest(topics, partitions, next_offsets, leader_epochs, append_times)
        AS w (topic, partition, next_offset, leader_epoch, append_time)
    WHERE o.topic = w.topic AND o.partition = w.partition;
    GET DIAGNOSTICS moved = ROW_COUNT;
    IF moved <> cardinality(topics) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'SL001',
            MESSAGE = format('%s of %s partitions could be advanced', moved, cardinality(topics));
    END IF;
END
$$;
COMMENT ON FUNCTION sluice.advance IS 'Last statement of a storing transaction: moves the offsets, or raises unless everything was written.';
