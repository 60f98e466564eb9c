DELETE FROM sluice.hold WHERE stream = $1::text AND day = $2::date RETURNING stream
