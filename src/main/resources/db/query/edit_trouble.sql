-- Compare and set: the entry is open and still holds what the edit was made of. No row: it isn't.
WITH edited AS (
    UPDATE sluice.trouble t
    SET payload = $2::bytea
    WHERE t.id = $1::bigint AND t.state = 'open' AND t.payload = $3::bytea
    RETURNING t.id
)
INSERT INTO sluice.trouble_history (trouble_id, state, who, note, payload)
SELECT e.id, 'open', $4::text, $5::text, $3::bytea
FROM edited e
