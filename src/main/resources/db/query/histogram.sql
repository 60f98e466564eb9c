-- Counts by time and value; the values with the most events stand for themselves, all others together as one row a step.
WITH counted AS (
    SELECT date_bin($4::bigint * interval '1 second', c.quarter, to_timestamp($2::bigint / 1000.0::float8)) AS at,
           CASE $5::text WHEN 'stream' THEN c.stream WHEN 'client' THEN c.client END AS value,
           sum(CASE $6::text WHEN 'stored' THEN c.stored WHEN 'appended' THEN c.appended WHEN 'duplicates' THEN c.duplicates
                             WHEN 'trouble' THEN c.trouble WHEN 'discarded' THEN c.discarded END)::bigint AS events
    FROM sluice.event_count c
    WHERE c.stream = ANY ($1::text[])
      AND c.quarter >= to_timestamp($2::bigint / 1000.0::float8) AND c.quarter < to_timestamp($3::bigint / 1000.0::float8)
    GROUP BY 1, 2
), most AS (
    SELECT value FROM counted GROUP BY value ORDER BY sum(events) DESC, value LIMIT $7::bigint
)
SELECT at, value, other, events
FROM (SELECT c.at, c.value, false AS other, c.events
      FROM counted c WHERE EXISTS (SELECT FROM most m WHERE m.value IS NOT DISTINCT FROM c.value)
      UNION ALL
      SELECT c.at, NULL, true, sum(c.events)::bigint
      FROM counted c WHERE NOT EXISTS (SELECT FROM most m WHERE m.value IS NOT DISTINCT FROM c.value) GROUP BY c.at) counts
WHERE events <> 0
ORDER BY at, other, events DESC, value
