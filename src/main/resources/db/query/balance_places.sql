-- A template: {table}, {stream}. Where in a partition a quarter of an hour's rows aren't what they should be, as far as the
-- database itself can tell: what is there twice, records with holes, and offsets of which there is nothing. Events that
-- were duplicates leave holes too.
WITH events AS (
    SELECT topic_id, kafka_offset, event_index, count(*) AS times
    FROM logs.{table}
    WHERE received_at >= to_timestamp($1::bigint / 1000.0::float8)
      AND received_at < to_timestamp($1::bigint / 1000.0::float8) + interval '15 minutes' AND kafka_partition = $2::int
    GROUP BY 1, 2, 3
), known AS (
    SELECT topic_id, kafka_offset, event_index FROM events
    UNION
    SELECT topic_id, kafka_offset, event_index FROM sluice.trouble
    WHERE stream = {stream} AND received_at >= to_timestamp($1::bigint / 1000.0::float8)
      AND received_at < to_timestamp($1::bigint / 1000.0::float8) + interval '15 minutes' AND kafka_partition = $2::int
), records AS (
    SELECT topic_id, kafka_offset, count(*) < max(event_index) + 1 AS holes,
           lag(kafka_offset) OVER (PARTITION BY topic_id ORDER BY kafka_offset) AS before
    FROM known
    GROUP BY topic_id, kafka_offset
)
(SELECT 'doubled' AS what, kafka_offset AS first_offset, kafka_offset AS last_offset, event_index
 FROM events WHERE times > 1 ORDER BY 2, 4 LIMIT 20)
UNION ALL
(SELECT 'incomplete', kafka_offset, kafka_offset, NULL FROM records WHERE holes ORDER BY 2 LIMIT 20)
UNION ALL
(SELECT 'absent', before + 1, kafka_offset - 1, NULL FROM records WHERE kafka_offset > before + 1 ORDER BY 2 LIMIT 20)
