-- FOR UPDATE waits for a commit whose answer was lost; a plain read would still show the offset before it.
SELECT o.topic, o.partition, o.next_offset, o.leader_epoch, o.epoch
FROM sluice.consumer_offset o
JOIN unnest($1::text[], $2::int[]) AS w (topic, partition) ON o.topic = w.topic AND o.partition = w.partition
ORDER BY o.topic, o.partition
FOR UPDATE OF o
