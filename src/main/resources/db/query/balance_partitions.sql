-- gap: records below next_offset whose loss an operator acknowledged. Nothing can be acknowledged yet: whoever adds the
-- table counts them here.
SELECT o.stream, o.topic, o.partition, o.topic_id, o.next_offset, 0::bigint AS gap
FROM sluice.consumer_offset o
ORDER BY o.stream, o.topic, o.partition
