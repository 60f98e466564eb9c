-- gap: records below next_offset whose loss an operator acknowledged. Of a log that was made anew or cut, the offsets lost
-- are not below it: what stands there now was given anew, and is stored.
SELECT o.stream, o.topic, o.partition, o.topic_id, o.next_offset,
       (SELECT coalesce(sum(g.to_offset - g.from_offset + 1), 0)::bigint
        FROM sluice.gap g
        WHERE g.topic_id = o.topic_id AND g.partition = o.partition AND g.kind IN ('vanished', 'hole')) AS gap
FROM sluice.consumer_offset o
ORDER BY o.stream, o.topic, o.partition
