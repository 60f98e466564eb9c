SELECT sluice.settle_trouble($1::bigint, $2::text, $3::bytea, $4::text, $5::text)
