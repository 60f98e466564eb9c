-- The days of a stream that ended before a moment, the oldest first.
SELECT d.day
FROM pg_inherits i
JOIN pg_class c ON c.oid = i.inhrelid
CROSS JOIN LATERAL (SELECT to_date(split_part(c.relname, '$', 2), 'YYYYMMDD') AS day) d
WHERE i.inhparent = to_regclass(format('logs.%I', $1::text)) AND d.day + 1 <= ($2::timestamptz AT TIME ZONE 'UTC')::date
ORDER BY d.day
