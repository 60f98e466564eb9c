SELECT o.topic, o.partition, o.stream, o.next_offset, o.leader_epoch, o.epoch, o.owner,
       EXISTS (SELECT FROM sluice.lease l WHERE l.name = o.owner AND l.expires_at > clock_timestamp()) AS owner_lives
FROM sluice.consumer_offset o
ORDER BY o.topic, o.partition
