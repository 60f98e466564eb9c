-- Without its row the day is due again; who is at it at present notices that when he writes.
DELETE FROM sluice.audit WHERE stream = $1::text AND day = $2::date RETURNING stream
