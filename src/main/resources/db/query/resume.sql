-- Partition -1: whatever of the stream is paused.
DELETE FROM sluice.pause
WHERE stream = $1::text AND ($2::int = -1 OR partition = $2::int)
RETURNING stream, partition, since, who, note, incident
