-- Of one stream, or of all when it is null; only the last one and the open ones when $2 is true.
SELECT a.*
FROM (
    SELECT s.*, s.differences > 0 AND s.accepted_at IS NULL AS is_open,
           s.ended_at IS NOT NULL AND row_number() OVER (ORDER BY s.ended_at DESC NULLS LAST, s.day DESC, s.stream) = 1 AS is_last
    FROM sluice.audit s
    WHERE $1::text IS NULL OR s.stream = $1::text
) a
WHERE NOT $2::boolean OR a.is_last OR a.is_open
ORDER BY a.day DESC, a.stream
LIMIT 1000
