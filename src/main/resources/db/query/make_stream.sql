SELECT sluice.make_stream($1::text, $2::text)
