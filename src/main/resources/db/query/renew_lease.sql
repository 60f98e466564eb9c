INSERT INTO sluice.lease (name, kind, expires_at)
VALUES ($1::text, 'database', clock_timestamp() + $2::bigint * interval '1 millisecond')
ON CONFLICT (name) DO UPDATE SET expires_at = excluded.expires_at
