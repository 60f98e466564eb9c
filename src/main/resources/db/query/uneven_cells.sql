SELECT count(*) AS uneven
FROM sluice.event_count c
WHERE c.stream = ANY ($1::text[]) AND c.quarter >= to_timestamp($2::bigint / 1000.0::float8)
  AND c.appended <> c.stored + c.duplicates + c.trouble + c.discarded
