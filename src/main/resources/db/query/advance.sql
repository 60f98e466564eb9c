SELECT sluice.advance($1::text[], $2::int[], $3::bigint[], $4::int[], $5::bigint[], $6::bigint)
