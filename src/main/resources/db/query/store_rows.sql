-- A template: {table}, {stream}, {columns}, {lifted}. One array element a record; its events are the lines of its value.
-- A line that was taken out (it is in trouble) is empty, so that the others keep their index.
-- OFFSET 0 keeps the planner from merging the levels, which would parse each payload once for every lifted value.
WITH inserted AS (
    INSERT INTO logs.{table} (received_at, client, topic_id, kafka_partition, kafka_offset, event_index, payload{columns})
    SELECT e.received_at, e.client, $1::uuid, e.partition, e.kafka_offset, e.index, e.payload{lifted}
    FROM (
        SELECT r.received_at, r.client, r.partition, r.kafka_offset, (l.place - 1)::int AS index, l.line::jsonb AS payload
        FROM (
            SELECT to_timestamp(g.append_time / 1000.0::float8) AS received_at,
                   g.client, g.partition, g.kafka_offset, g.value
            FROM unnest($2::bigint[], $3::text[], $4::int[], $5::bigint[], $6::text[])
                AS g (append_time, client, partition, kafka_offset, value)
            OFFSET 0
        ) r
        CROSS JOIN LATERAL string_to_table(r.value, E'\n') WITH ORDINALITY AS l (line, place)
        WHERE l.line <> ''
        OFFSET 0
    ) e
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
