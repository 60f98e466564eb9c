SELECT o.stream, o.topic_id, o.partition, o.next_offset, (extract(epoch FROM o.stored_to) * 1000)::bigint AS stored_to
FROM sluice.consumer_offset o
