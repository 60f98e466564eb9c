UPDATE sluice.audit SET accepted_at = clock_timestamp(), who = $3::text, note = $4::text
WHERE stream = $1::text AND day = $2::date AND differences > 0
RETURNING stream
