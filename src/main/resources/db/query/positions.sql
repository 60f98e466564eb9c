-- For each position: how far its log is stored, whether that log was left for another, whether the stream is stored from
-- another one, and whether its day was dropped. Only a stored position is asked for its day: the others have no rows.
SELECT w.place,
       coalesce(o.next_offset, e.next_offset) AS next_offset,
       e.next_offset IS NOT NULL AS ended,
       EXISTS (SELECT FROM sluice.consumer_offset c
               WHERE c.stream = w.stream AND c.partition = w.partition AND c.topic_id <> w.topic_id) AS other_log,
       CASE WHEN w.kafka_offset < coalesce(o.next_offset, e.next_offset) THEN
           NOT EXISTS (SELECT FROM pg_inherits i
                       WHERE i.inhparent = to_regclass(format('logs.%I', w.stream))
                         AND i.inhrelid = to_regclass(format('logs.%I', w.stream || '$' || to_char(
                             to_timestamp(w.append_time / 1000.0::float8) AT TIME ZONE 'UTC', 'YYYYMMDD'))))
       ELSE false END AS day_dropped
FROM unnest($1::text[], $2::uuid[], $3::int[], $4::bigint[], $5::bigint[])
    WITH ORDINALITY AS w (stream, topic_id, partition, kafka_offset, append_time, place)
LEFT JOIN sluice.consumer_offset o
    ON o.stream = w.stream AND o.partition = w.partition AND o.topic_id = w.topic_id
LEFT JOIN sluice.earlier_log e ON e.topic_id = w.topic_id AND e.partition = w.partition
ORDER BY w.place
