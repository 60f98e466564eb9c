-- For each position: does a log of this stream hold its partition under this topic id, and how far is it stored?
SELECT w.place,
       (SELECT o.next_offset FROM sluice.consumer_offset o
        WHERE o.stream = w.stream AND o.partition = w.partition AND o.topic_id = w.topic_id) AS next_offset
FROM unnest($1::text[], $2::uuid[], $3::int[]) WITH ORDINALITY AS w (stream, topic_id, partition, place)
ORDER BY w.place
