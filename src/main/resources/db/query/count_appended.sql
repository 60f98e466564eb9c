-- In key order, so that two transactions never wait for each other in a circle.
INSERT INTO sluice.event_count AS c (client, stream, quarter, partition, appended)
SELECT r.client, r.stream, sluice.quarter(to_timestamp(r.append_time / 1000.0::float8)), r.partition, sum(r.events)::bigint
FROM unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::bigint[])
    AS r (client, stream, append_time, partition, events)
GROUP BY 1, 2, 3, 4
ORDER BY 2, 3, 1, 4
ON CONFLICT (stream, quarter, client, partition) DO UPDATE SET appended = c.appended + excluded.appended
