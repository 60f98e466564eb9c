-- Compare and set: nobody else claimed since the look, and the owner, if there is one, has no live lease.
UPDATE sluice.consumer_offset o
SET epoch = o.epoch + 1, owner = $4::text
WHERE o.topic = $1::text AND o.partition = $2::int AND o.epoch = $3::bigint
  AND (o.owner IS NULL OR o.owner = $4::text
       OR NOT EXISTS (SELECT FROM sluice.lease l WHERE l.name = o.owner AND l.expires_at > clock_timestamp()))
RETURNING o.topic_id, o.next_offset, o.leader_epoch, o.epoch
