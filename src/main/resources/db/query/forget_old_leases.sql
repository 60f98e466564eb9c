DELETE FROM sluice.lease WHERE expires_at < clock_timestamp() - interval '1 hour'
