SELECT sluice.accept_gap($1::text, $2::int, $3::bigint, $4::uuid, $5::bigint, $6::bigint, $7::text,
                         $8::bigint, $9::uuid, $10::bigint, $11::text, $12::text) AS id
