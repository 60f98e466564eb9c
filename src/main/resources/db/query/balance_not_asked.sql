-- A part of balance_cells.sql: no rows were asked for.
SELECT NULL::text AS stream, NULL::timestamptz AS quarter, NULL::text AS client, NULL::int AS partition,
       NULL::bigint AS rows, NULL::bigint AS first_offset, NULL::bigint AS last_offset
WHERE false
