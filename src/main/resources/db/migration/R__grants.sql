-- Done again whenever the configured roles change: their names are part of this file's checksum.
GRANT USAGE ON SCHEMA sluice, logs TO ${writer}, ${reader};
GRANT USAGE ON SCHEMA rollup TO ${reader};
GRANT SELECT ON ALL TABLES IN SCHEMA sluice, logs, rollup TO ${reader};
ALTER DEFAULT PRIVILEGES IN SCHEMA sluice, logs, rollup GRANT SELECT ON TABLES TO ${reader};
GRANT SELECT, INSERT, UPDATE ON sluice.consumer_offset, sluice.earlier_log, sluice.event_count, sluice.trouble TO ${writer};
GRANT SELECT, INSERT, UPDATE, DELETE ON sluice.lease, sluice.event_id, sluice.hold, sluice.pause, sluice.audit TO ${writer};
GRANT SELECT, INSERT ON sluice.trouble_history, sluice.gap TO ${writer};
GRANT EXECUTE ON FUNCTION sluice.fence, sluice.tally, sluice.advance, sluice.quarter, sluice.event_key, sluice.fingerprint, sluice.settle_trouble, sluice.accept_gap TO ${writer};
