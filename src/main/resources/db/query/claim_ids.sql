-- A template: {stream}, {id}, {events}, {conflict}. In key order, so that two transactions never wait for each other in a
-- circle; of several events with one id the first in the log is the first here.
INSERT INTO sluice.event_id (key, fingerprint, topic_id, received_at, kafka_offset, kafka_partition, event_index)
SELECT i.key, i.fingerprint, $1::uuid, i.received_at, i.kafka_offset, i.partition, i.index
FROM (
    SELECT sluice.event_key({stream}, e.client, {id}, e.request_key, e.index) AS key, sluice.fingerprint(e.line) AS fingerprint,
           e.received_at, e.kafka_offset, e.partition, e.index
    FROM ({events}) e
    OFFSET 0
) i
WHERE i.key IS NOT NULL
ORDER BY i.key, i.partition, i.kafka_offset, i.index
{conflict}
