INSERT INTO sluice.hold (stream, day, who, note) VALUES ($1::text, $2::date, $3::text, $4::text)
ON CONFLICT (stream, day) DO UPDATE SET who = excluded.who, note = excluded.note, at = clock_timestamp()
