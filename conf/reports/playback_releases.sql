-- title: Top releases
-- description: The hundred releases that were played most.
-- stream: playback
-- schedule: daily 00:30
-- zone: UTC
-- chart: bar release_id plays
SELECT release_id, sum(events)::bigint AS plays, round(sum(played_ms_sum) / 60000, 1) AS minutes
FROM rollup.playback_releases
WHERE quarter >= $1 AND quarter < $2 AND release_id IS NOT NULL
GROUP BY release_id
ORDER BY plays DESC, minutes DESC, release_id
LIMIT 100
