SELECT sluice.fence($1::text[], $2::int[], $3::bigint[], $4::bigint[])
