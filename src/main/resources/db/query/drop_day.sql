SELECT sluice.drop_day($1::text, $2::date, $3::timestamptz) AS rows
