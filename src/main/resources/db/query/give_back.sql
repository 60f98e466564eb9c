UPDATE sluice.consumer_offset
SET owner = NULL
WHERE topic = $1::text AND partition = $2::int AND epoch = $3::bigint AND owner = $4::text
