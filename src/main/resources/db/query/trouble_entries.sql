-- Entries in the order of their ids; null, or an empty array, leaves a condition out. Payloads only when asked for.
SELECT t.id, t.stream, t.topic_id, t.kafka_partition, t.kafka_offset, t.event_index, t.received_at, t.client, t.stage,
       t.reason, t.sqlstate, t.state, t.first_at, t.last_at, t.times, t.request_key,
       octet_length(t.payload) AS bytes, CASE WHEN $11::boolean THEN t.payload END AS payload
FROM sluice.trouble t
WHERE (cardinality($1::bigint[]) = 0 OR t.id = ANY ($1::bigint[]))
  AND ($2::text IS NULL OR t.stream = $2::text)
  AND ($3::text IS NULL OR position(lower($3::text) IN lower(t.reason)) > 0)
  AND ($4::text IS NULL OR t.stage = $4::text)
  AND ($5::text IS NULL OR t.sqlstate = $5::text)
  AND ($6::text IS NULL OR t.state = $6::text)
  AND ($7::timestamptz IS NULL OR t.received_at >= $7::timestamptz)
  AND ($8::timestamptz IS NULL OR t.received_at < $8::timestamptz)
  AND t.id > $9::bigint
ORDER BY t.id
LIMIT $10::int
