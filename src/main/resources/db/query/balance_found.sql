-- A part of balance_cells.sql: {table}, {stream}.
SELECT {stream} AS stream, sluice.quarter(received_at) AS quarter, client, kafka_partition AS partition,
       count(*) AS rows, min(kafka_offset) AS first_offset, max(kafka_offset) AS last_offset
FROM logs.{table}
WHERE received_at >= to_timestamp($2::bigint / 1000.0::float8) AND received_at < to_timestamp($3::bigint / 1000.0::float8)
GROUP BY 2, 3, 4
