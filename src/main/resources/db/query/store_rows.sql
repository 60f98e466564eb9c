-- A template: {table}, {stream}, {columns}, {lifted}, {events}.
WITH inserted AS (
    INSERT INTO logs.{table} (received_at, client, topic_id, kafka_partition, kafka_offset, event_index, payload{columns})
    SELECT e.received_at, e.client, $1::uuid, e.partition, e.kafka_offset, e.index, e.payload{lifted}
    FROM ({events}) e
    RETURNING client, received_at, kafka_partition
), counted AS (
    INSERT INTO sluice.event_count AS c (client, stream, quarter, partition, stored)
    SELECT client, {stream}, sluice.quarter(received_at), kafka_partition, count(*)
    FROM inserted
    GROUP BY 1, 3, 4
    ORDER BY 3, 1, 4
    ON CONFLICT (stream, quarter, client, partition) DO UPDATE SET stored = c.stored + excluded.stored
)
SELECT sluice.tally(count(*)) FROM inserted
