SELECT sluice.drop_day($1::text, $2::date, $3::timestamptz, $4::bigint) AS rows
