SELECT topic, partition, stream, topic_id, next_offset, leader_epoch, epoch, stored_to
FROM sluice.consumer_offset
WHERE $1::text IS NULL OR stream = $1::text
ORDER BY topic, partition
