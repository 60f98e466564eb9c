SELECT name FROM sluice.lease WHERE kind = 'database' AND expires_at > clock_timestamp() ORDER BY name
