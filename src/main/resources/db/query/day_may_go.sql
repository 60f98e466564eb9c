SELECT sluice.day_may_go($1::text, $2::date, $3::timestamptz) AS rows
