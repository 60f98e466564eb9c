-- Index -1: the record as a whole.
SELECT w.place, CASE t.stage WHEN 'kafka' THEN -1 ELSE t.event_index END AS event_index, t.reason
FROM unnest($1::uuid[], $2::int[], $3::bigint[]) WITH ORDINALITY AS w (topic_id, partition, kafka_offset, place)
JOIN sluice.trouble t
    ON t.topic_id = w.topic_id AND t.kafka_partition = w.partition AND t.kafka_offset = w.kafka_offset
WHERE t.state <> 'stored'
ORDER BY w.place, t.event_index
