SELECT h.at, h.state, h.who, h.note, h.payload
FROM sluice.trouble_history h
WHERE h.trouble_id = $1::bigint
ORDER BY h.at
