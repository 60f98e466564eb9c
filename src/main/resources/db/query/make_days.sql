SELECT sluice.make_day(s, d) FROM unnest($1::text[], $2::date[]) AS g (s, d)
