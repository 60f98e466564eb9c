INSERT INTO sluice.pause (stream, partition, who, note, incident)
VALUES ($1::text, $2::int, $3::text, $4::text, $5::boolean)
ON CONFLICT (stream, partition) DO UPDATE SET who = excluded.who, note = excluded.note, incident = excluded.incident
RETURNING stream, partition, since, who, note, incident
