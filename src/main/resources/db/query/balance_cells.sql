-- A template: {found}, the rows as balance_found.sql counts them, or nothing; {tallied}, likewise. A row without quarter has a stream's totals;
-- the others are cells, those that don't hold first. One statement, so that everything is of one moment.
WITH counted AS (
    SELECT c.stream, c.quarter, c.client, c.partition, c.appended, c.stored, c.duplicates, c.trouble, c.discarded
    FROM sluice.event_count c
    WHERE c.stream = ANY ($1::text[])
      AND c.quarter >= to_timestamp($2::bigint / 1000.0::float8) AND c.quarter < to_timestamp($3::bigint / 1000.0::float8)
), entries AS (
    SELECT t.stream, sluice.quarter(t.received_at) AS quarter, t.client, t.kafka_partition AS partition,
           count(*) FILTER (WHERE t.state = 'open') AS open,
           count(*) FILTER (WHERE t.state = 'stored') AS mended,
           count(*) FILTER (WHERE t.state = 'discarded') AS dropped,
           min(t.kafka_offset) AS first_entry, max(t.kafka_offset) AS last_entry
    FROM sluice.trouble t
    WHERE t.stream = ANY ($1::text[])
      AND t.received_at >= to_timestamp($2::bigint / 1000.0::float8)
      AND t.received_at < to_timestamp($3::bigint / 1000.0::float8)
    GROUP BY 1, 2, 3, 4
), found AS (
    {found}
), tallied AS (
    {tallied}
), positions AS (
    SELECT o.stream, o.partition, min(o.next_offset) AS next_offset FROM sluice.consumer_offset o GROUP BY 1, 2
), beside AS (
    SELECT stream, quarter, client, partition,
           coalesce(c.appended, 0) AS appended, coalesce(c.stored, 0) AS stored,
           coalesce(c.duplicates, 0) AS duplicates, coalesce(c.trouble, 0) AS trouble,
           coalesce(c.discarded, 0) AS discarded,
           coalesce(e.open, 0) AS open, coalesce(e.mended, 0) AS mended, coalesce(e.dropped, 0) AS dropped,
           CASE WHEN $5::boolean AND to_regclass(format('logs.%I', stream || '$' || to_char(
                    quarter AT TIME ZONE 'UTC', 'YYYYMMDD'))) IS NOT NULL
                THEN coalesce(f.rows, 0) END AS rows,
           t.tallied, coalesce(t.last_tallied < p.next_offset, false) AS complete,
           least(f.first_offset, e.first_entry) AS first_offset, greatest(f.last_offset, e.last_entry) AS last_offset
    FROM counted c
    FULL JOIN entries e USING (stream, quarter, client, partition)
    FULL JOIN found f USING (stream, quarter, client, partition)
    FULL JOIN tallied t USING (stream, quarter, client, partition)
    LEFT JOIN positions p USING (stream, partition)
), cells AS MATERIALIZED (
    SELECT b.*, b.appended = b.stored + b.duplicates + b.trouble + b.discarded
           AND b.trouble = b.open AND b.discarded = b.dropped AND coalesce(b.rows = b.stored, true)
           AND NOT (b.complete AND b.tallied > b.appended) AS even
    FROM beside b
), listed AS (
    SELECT * FROM cells WHERE $6::boolean OR NOT even ORDER BY even, quarter, stream, client, partition LIMIT $4::bigint
)
SELECT stream, NULL::timestamptz AS quarter, NULL::text AS client, count(*)::int AS partition,
       sum(appended)::bigint AS appended, sum(stored)::bigint AS stored, sum(duplicates)::bigint AS duplicates,
       sum(trouble)::bigint AS trouble, sum(discarded)::bigint AS discarded,
       sum(open)::bigint AS open, sum(mended)::bigint AS mended, sum(dropped)::bigint AS dropped,
       sum(rows)::bigint AS rows, sum(tallied)::bigint AS tallied,
       NULL::boolean AS complete,
       count(*) FILTER (WHERE NOT even) AS first_offset, NULL::bigint AS last_offset
FROM cells
GROUP BY stream
UNION ALL
SELECT stream, quarter, client, partition, appended, stored, duplicates, trouble, discarded, open, mended, dropped, rows,
       tallied, complete, first_offset, last_offset
FROM listed
