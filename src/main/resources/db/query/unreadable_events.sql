-- Which of these are no jsonb: found without inserting anything. Places count from 1.
SELECT g.place, i.message, i.sql_error_code
FROM unnest($1::text[]) WITH ORDINALITY AS g (line, place)
CROSS JOIN LATERAL pg_input_error_info(g.line, 'jsonb') AS i
WHERE i.sql_error_code IS NOT NULL
