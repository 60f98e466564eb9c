-- title: Plays and minutes by territory and track
-- description: The tracks that were played most in each territory, with the minutes that were listened to.
-- stream: playback
-- schedule: daily 00:30
-- zone: UTC
-- chart: none
SELECT territory, track_id, sum(events)::bigint AS plays, round(sum(played_ms_sum) / 60000, 1) AS minutes
FROM rollup.playback_tracks
WHERE quarter >= $1 AND quarter < $2
GROUP BY territory, track_id
ORDER BY plays DESC, minutes DESC, territory, track_id
LIMIT 5000
