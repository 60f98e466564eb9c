-- The ledger of ids: which event of a sender's was the first with its id. Only events with an id pay for it.

CREATE TABLE sluice.event_id (
    key             uuid        NOT NULL,
    fingerprint     uuid        NOT NULL,
    topic_id        uuid        NOT NULL,
    received_at     timestamptz NOT NULL,
    kafka_offset    bigint      NOT NULL,
    kafka_partition int         NOT NULL,
    event_index     int         NOT NULL,
    PRIMARY KEY (key)
) PARTITION BY HASH (key);
COMMENT ON TABLE sluice.event_id IS 'The first event with each id: its position and what it held. A row is stored where the position is its own.';
COMMENT ON COLUMN sluice.event_id.key IS 'sluice.event_key of it.';
COMMENT ON COLUMN sluice.event_id.fingerprint IS 'sluice.fingerprint of its bytes.';

-- Expiry deletes little at a time and all the time: vacuum has to keep up, or the space isn't used again.
DO $$
BEGIN
    FOR i IN 0..7 LOOP
        EXECUTE format(
            'CREATE TABLE sluice.event_id_%s PARTITION OF sluice.event_id FOR VALUES WITH (MODULUS 8, REMAINDER %s)
                WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.1)', i, i);
    END LOOP;
END
$$;

-- SHA-256, cut to the size of a uuid: two senders' ids don't meet, and nobody can make them. The id comes last, so that
-- nothing in it can pass for something before it; stream and client hold no line break.
CREATE FUNCTION sluice.event_key(stream text, client text, id text, request_key text, index int) RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN encode(substring(sha256(convert_to(stream || E'\n' || client || E'\n' || coalesce(
    'id' || E'\n' || id, 'request' || E'\n' || index::text || E'\n' || request_key), 'UTF8')) FROM 1 FOR 16), 'hex')::uuid;
COMMENT ON FUNCTION sluice.event_key IS 'What the ledger knows an event by: its own id, else its place in a request with an Idempotency-Key. Null when there is neither.';

CREATE FUNCTION sluice.fingerprint(event text) RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN encode(substring(sha256(convert_to(event, 'UTF8')) FROM 1 FOR 16), 'hex')::uuid;
COMMENT ON FUNCTION sluice.fingerprint IS 'Tells whether two events with one id are the same, byte for byte.';
