-- The same few pages of every partition of the ledger, by their place: no index is needed, and no lock is held for long.
WITH gone AS (
    DELETE FROM sluice.event_id
    WHERE ctid >= $1::text::tid AND ctid < $2::text::tid AND received_at < to_timestamp($3::bigint / 1000.0::float8)
    RETURNING 1
)
SELECT count(*) AS expired,
       (SELECT max(pg_relation_size(i.inhrelid)) / current_setting('block_size')::bigint
        FROM pg_inherits i WHERE i.inhparent = 'sluice.event_id'::regclass) AS pages
FROM gone
