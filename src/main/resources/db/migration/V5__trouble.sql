-- What an operator does about trouble.

ALTER TABLE sluice.trouble ADD COLUMN request_key text;
COMMENT ON COLUMN sluice.trouble.request_key IS 'The request''s Idempotency-Key, which gives the event its id where it has none of its own.';
COMMENT ON COLUMN sluice.trouble.payload IS 'The event''s own bytes, or what an operator made of them: sluice.trouble_history has what was before.';
CREATE INDEX trouble_open ON sluice.trouble (stream, id) WHERE state = 'open';

ALTER TABLE sluice.trouble_history ADD COLUMN payload bytea;
COMMENT ON COLUMN sluice.trouble_history.payload IS 'What an edit replaced; null where nothing was edited.';
COMMENT ON COLUMN sluice.trouble_history.who IS 'The user of the management port; local where it has no credentials.';

-- SL004: the entry isn't open, or holds something else than whoever asks has seen. The counts come first: a storing
-- transaction locks them before the ledger too, so the two never wait for each other in a circle.
CREATE FUNCTION sluice.settle_trouble(entry bigint, becomes text, seen bytea, who text, note text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    settled sluice.trouble;
BEGIN
    UPDATE sluice.trouble t SET state = becomes
    WHERE t.id = entry AND t.state = 'open' AND t.payload = seen
    RETURNING t.* INTO settled;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'SL004', MESSAGE = 'the entry is not open any more, or was edited meanwhile';
    END IF;
    UPDATE sluice.event_count c
    SET trouble = c.trouble - 1, discarded = c.discarded + (becomes = 'discarded')::int
    WHERE c.stream = settled.stream AND c.quarter = sluice.quarter(settled.received_at)
      AND c.client = settled.client AND c.partition = settled.kafka_partition;
    INSERT INTO sluice.trouble_history (trouble_id, state, who, note) VALUES (entry, becomes, settle_trouble.who, settle_trouble.note);
END
$$;
COMMENT ON FUNCTION sluice.settle_trouble IS 'Ends an open entry and takes it out of the counts; who stores it counts it as stored in the same transaction.';
