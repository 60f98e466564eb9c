INSERT INTO sluice.consumer_offset (stream, topic, topic_id, partition)
SELECT stream, topic, topic_id, partition
FROM unnest($1::text[], $2::text[], $3::uuid[], $4::int[]) AS g (stream, topic, topic_id, partition)
ON CONFLICT (topic, partition) DO NOTHING
