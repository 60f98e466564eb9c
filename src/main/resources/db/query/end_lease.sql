DELETE FROM sluice.lease WHERE name = $1::text
