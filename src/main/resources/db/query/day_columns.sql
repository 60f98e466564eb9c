-- The columns of a day's partition, and how many blocks it has: JDBC.
SELECT a.attname, format_type(a.atttypid, a.atttypmod) AS type,
       pg_relation_size(a.attrelid) / current_setting('block_size')::bigint AS blocks
FROM pg_attribute a
WHERE a.attrelid = to_regclass(format('logs.%I', ?::text)) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
