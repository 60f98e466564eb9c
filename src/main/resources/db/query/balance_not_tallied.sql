-- A part of balance_cells.sql: where the nodes' tallies don't come.
SELECT NULL::text AS stream, NULL::timestamptz AS quarter, NULL::text AS client, NULL::int AS partition,
       NULL::bigint AS tallied, NULL::bigint AS last_tallied
WHERE false
