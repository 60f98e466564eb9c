SELECT id, stream, topic_id, partition, kind, from_offset, to_offset, next_topic_id, next_offset, accepted_at, who, note
FROM sluice.gap
WHERE $1::text IS NULL OR stream = $1::text
ORDER BY id DESC
LIMIT 1000
