-- For each position: how far its log is stored, whether that log was left for another, whether the stream is stored from
-- another one, whether its loss was acknowledged, and whether its day was dropped. Only a stored position is asked for its
-- day: the others have no rows. Of a truncated log, what was appended before is judged by how far it was stored then.
SELECT p.place, p.next_offset, p.ended, p.other_log, p.lost,
       CASE WHEN p.kafka_offset < p.next_offset AND NOT p.lost THEN
           NOT EXISTS (SELECT FROM pg_inherits i
                       WHERE i.inhparent = to_regclass(format('logs.%I', p.stream))
                         AND i.inhrelid = to_regclass(format('logs.%I', p.stream || '$' || to_char(
                             to_timestamp(p.append_time / 1000.0::float8) AT TIME ZONE 'UTC', 'YYYYMMDD'))))
       ELSE false END AS day_dropped
FROM (
    SELECT w.*,
           CASE g.kind WHEN 'truncated' THEN g.from_offset ELSE coalesce(o.next_offset, e.next_offset) END AS next_offset,
           e.next_offset IS NOT NULL AS ended,
           coalesce(w.kafka_offset >= g.from_offset, false) AS lost,
           EXISTS (SELECT FROM sluice.consumer_offset c
                   WHERE c.stream = w.stream AND c.partition = w.partition AND c.topic_id <> w.topic_id) AS other_log
    FROM unnest($1::text[], $2::uuid[], $3::int[], $4::bigint[], $5::bigint[])
        WITH ORDINALITY AS w (stream, topic_id, partition, kafka_offset, append_time, place)
    LEFT JOIN sluice.consumer_offset o
        ON o.stream = w.stream AND o.partition = w.partition AND o.topic_id = w.topic_id
    LEFT JOIN sluice.earlier_log e ON e.topic_id = w.topic_id AND e.partition = w.partition
    LEFT JOIN LATERAL (
        SELECT g.kind, g.from_offset
        FROM sluice.gap g
        WHERE g.topic_id = w.topic_id AND g.partition = w.partition
          AND CASE g.kind
              WHEN 'vanished' THEN w.kafka_offset BETWEEN g.from_offset AND g.to_offset
              WHEN 'hole' THEN w.kafka_offset BETWEEN g.from_offset AND g.to_offset
              WHEN 'truncated' THEN to_timestamp(w.append_time / 1000.0::float8) < g.appended_before
              ELSE false END
        ORDER BY g.id
        LIMIT 1
    ) g ON true
) p
ORDER BY p.place
