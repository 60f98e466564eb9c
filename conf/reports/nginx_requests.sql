-- title: Requests served by hour and server
-- description: How far each server's counter of requests rose. A counter that begins anew, as after a restart, counts from 0.
-- stream: nginx
-- schedule: daily 00:30
-- zone: UTC
-- chart: line hour requests
WITH rises AS (
    SELECT date_bin('1 hour', quarter, $1) AS hour, address, max(requests_total_max) AS highest,
           min(requests_total_min) AS lowest
    FROM rollup.nginx_servers
    WHERE quarter >= $1 AND quarter < $2
    GROUP BY hour, address
), steps AS (
    SELECT hour, address, highest,
           coalesce(lag(highest) OVER (PARTITION BY address ORDER BY hour), lowest) AS before
    FROM rises
)
SELECT hour, address, (CASE WHEN highest >= before THEN highest - before ELSE highest END)::bigint AS requests
FROM steps
WHERE highest IS NOT NULL
ORDER BY hour, address
