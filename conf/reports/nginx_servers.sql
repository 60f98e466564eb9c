-- title: Servers and their connections
-- description: The status records of each server, and how many connections it had.
-- stream: nginx
-- schedule: daily 00:30
-- zone: UTC
-- chart: bar address most_active
SELECT address, nginx_version, sum(events)::bigint AS records,
       round(sum(connections_active_sum) / sum(events), 1) AS average_active,
       max(connections_active_max)::bigint AS most_active, max(connections_dropped_max)::bigint AS dropped
FROM rollup.nginx_servers
WHERE quarter >= $1 AND quarter < $2
GROUP BY address, nginx_version
ORDER BY records DESC, address, nginx_version
