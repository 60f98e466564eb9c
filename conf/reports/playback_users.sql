-- title: Active users by hour
-- description: Users who played anything in each hour, and all of them in the whole day, each counted once.
-- stream: playback
-- schedule: daily 00:30
-- zone: UTC
-- chart: line hour active_users
WITH seen AS (
    SELECT date_bin('1 hour', quarter, $1) AS hour, user_id, events
    FROM rollup.playback_users
    WHERE quarter >= $1 AND quarter < $2
)
SELECT hour, count(DISTINCT user_id) AS active_users, sum(events)::bigint AS plays,
       (SELECT count(DISTINCT user_id) FROM seen) AS active_users_of_the_day
FROM seen
GROUP BY hour
ORDER BY hour
