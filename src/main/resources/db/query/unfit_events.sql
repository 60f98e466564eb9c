-- A template: {values}, {types}, {unfit}. Which of these lines are no jsonb, or hold a value that their column's type can't
-- take: found without inserting anything, all at once. Places count from 1.
SELECT u.place, i.message, i.sql_error_code
FROM (
    SELECT e.place, (ARRAY[e.line{values}])[e.unfit] AS value, (ARRAY['jsonb'{types}])[e.unfit] AS type
    FROM (
        SELECT e.*, CASE WHEN e.payload IS NULL THEN 1{unfit} END AS unfit
        FROM (
            SELECT g.line, g.place, CASE WHEN pg_input_is_valid(g.line, 'jsonb') THEN g.line::jsonb END AS payload
            FROM unnest($1::text[]) WITH ORDINALITY AS g (line, place)
            OFFSET 0
        ) e
        OFFSET 0
    ) e
    WHERE e.unfit IS NOT NULL
    OFFSET 0
) u
CROSS JOIN LATERAL pg_input_error_info(u.value, u.type) AS i
