-- Some blocks of a day's partition. A template: {table}. JDBC.
SELECT row_to_json(d)::text
FROM logs.{table} d
WHERE d.ctid >= format('(%s,0)', ?::bigint)::tid AND d.ctid < format('(%s,0)', ?::bigint)::tid
