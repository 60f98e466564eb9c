-- In key order, so that two transactions never wait for each other in a circle.
INSERT INTO sluice.event_count AS c (client, stream, quarter, partition, appended)
SELECT r.client, r.stream, to_timestamp(r.quarter / 1000.0::float8), r.partition, r.events
FROM unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::bigint[]) AS r (client, stream, quarter, partition, events)
ORDER BY 2, 3, 1, 4
ON CONFLICT (stream, quarter, client, partition) DO UPDATE SET appended = c.appended + excluded.appended
