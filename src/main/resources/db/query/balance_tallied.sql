-- A part of balance_cells.sql: what the nodes say they answered with 202, and which offset was the last of those. A tally
-- comes after what it counts, so its own time of receipt is not before the asked ones.
SELECT of_stream AS stream, quarter, of_client AS client, of_partition::int AS partition,
       sum(events)::bigint AS tallied, max(last_offset) AS last_tallied
FROM logs.sluice_tallies
WHERE received_at >= to_timestamp($2::bigint / 1000.0::float8) AND of_stream = ANY ($1::text[])
  AND quarter >= to_timestamp($2::bigint / 1000.0::float8) AND quarter < to_timestamp($3::bigint / 1000.0::float8)
GROUP BY 1, 2, 3, 4
