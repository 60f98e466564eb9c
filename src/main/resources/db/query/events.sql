-- A part of other statements: one array element a record; its events are the lines of its value.
-- A line that was taken out (it is in trouble) is empty, so that the others keep their index.
-- OFFSET 0 keeps the planner from merging the levels, which would parse each payload once for every lifted value.
SELECT r.received_at, r.client, r.request_key, r.partition, r.kafka_offset, (l.place - 1)::int AS index, l.line,
       l.line::jsonb AS payload
FROM (
    SELECT to_timestamp(g.append_time / 1000.0::float8) AS received_at,
           g.client, g.request_key, g.partition, g.kafka_offset, g.value
    FROM unnest($2::bigint[], $3::text[], $4::text[], $5::int[], $6::bigint[], $7::text[])
        AS g (append_time, client, request_key, partition, kafka_offset, value)
    OFFSET 0
) r
CROSS JOIN LATERAL string_to_table(r.value, E'\n') WITH ORDINALITY AS l (line, place)
WHERE l.line <> ''
OFFSET 0
