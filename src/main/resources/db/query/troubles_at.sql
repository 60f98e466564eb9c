-- Index -1: the record as a whole. Beside: an event that was bad from the beginning, so that it isn't among the accepted ones.
SELECT w.place, CASE t.stage WHEN 'kafka' THEN -1 ELSE t.event_index END AS event_index, t.reason,
       t.stage = 'validation' AS beside, t.state = 'stored' AS mended
FROM unnest($1::uuid[], $2::int[], $3::bigint[]) WITH ORDINALITY AS w (topic_id, partition, kafka_offset, place)
JOIN sluice.trouble t
    ON t.topic_id = w.topic_id AND t.kafka_partition = w.partition AND t.kafka_offset = w.kafka_offset
WHERE t.state <> 'stored' OR t.stage = 'validation'
ORDER BY w.place, t.event_index
