-- A template like store_rows, for events of which some were there before: comes after claim_ids, as a statement of its own,
-- because only a new look at the ledger shows what another transaction committed while claim_ids waited for it.
-- An id that the ledger has from elsewhere: with the same bytes a duplicate, with others trouble. One that it hasn't at all
-- (it expired this moment) counts nowhere, so the tally fails and the transaction is tried again.
WITH judged AS MATERIALIZED (
    SELECT e.*, f.first_partition, f.first_offset, f.first_index,
           CASE WHEN e.key IS NULL
                  OR (f.topic_id, f.first_partition, f.first_offset, f.first_index)
                     = ($1::uuid, e.partition, e.kafka_offset, e.index) THEN 'first'
                WHEN f.fingerprint = sluice.fingerprint(e.line) THEN 'duplicate'
                WHEN f.key IS NOT NULL THEN 'conflict' END AS verdict
    FROM (
        SELECT e.*, sluice.event_key({stream}, e.client, {id}, e.request_key, e.index) AS key
        FROM ({events}) e
        OFFSET 0
    ) e
    LEFT JOIN (
        SELECT key, fingerprint, topic_id, kafka_partition AS first_partition, kafka_offset AS first_offset,
               event_index AS first_index
        FROM sluice.event_id
    ) f ON f.key = e.key
), inserted AS (
    INSERT INTO logs.{table} (received_at, client, topic_id, kafka_partition, kafka_offset, event_index, payload{columns})
    SELECT e.received_at, e.client, $1::uuid, e.partition, e.kafka_offset, e.index, e.payload{lifted}
    FROM judged e
    WHERE e.verdict = 'first'
    RETURNING client, received_at, kafka_partition
), entries AS (
    INSERT INTO sluice.trouble AS t (
        stream, topic_id, kafka_partition, kafka_offset, event_index, received_at, client, stage, reason, payload,
        request_key)
    SELECT {stream}, $1::uuid, e.partition, e.kafka_offset, e.index, e.received_at, e.client, 'ledger',
           format('another event with this id and other content was stored before: partition %s, offset %s, index %s',
               e.first_partition, e.first_offset, e.first_index), convert_to(e.line, 'UTF8'), e.request_key
    FROM judged e
    WHERE e.verdict = 'conflict'
    ON CONFLICT (topic_id, kafka_partition, kafka_offset, event_index)
        DO UPDATE SET times = t.times + 1, last_at = clock_timestamp()
    RETURNING client, received_at, kafka_partition
), written AS (
    SELECT client, received_at, kafka_partition, 1 AS stored, 0 AS duplicate, 0 AS trouble FROM inserted
    UNION ALL
    SELECT client, received_at, partition, 0, 1, 0 FROM judged WHERE verdict = 'duplicate'
    UNION ALL
    SELECT client, received_at, kafka_partition, 0, 0, 1 FROM entries
), counted AS (
    INSERT INTO sluice.event_count AS c (client, stream, quarter, partition, stored, duplicates, trouble)
    SELECT client, {stream}, sluice.quarter(received_at), kafka_partition, sum(stored), sum(duplicate), sum(trouble)
    FROM written
    GROUP BY 1, 3, 4
    ORDER BY 3, 1, 4
    ON CONFLICT (stream, quarter, client, partition) DO UPDATE
        SET stored = c.stored + excluded.stored, duplicates = c.duplicates + excluded.duplicates,
            trouble = c.trouble + excluded.trouble
)
SELECT {stream} AS stream, sluice.tally(count(*)), coalesce(sum(w.duplicate), 0)::bigint AS duplicates,
       coalesce(sum(w.trouble), 0)::bigint AS conflicts,
       (SELECT coalesce(sum(octet_length(line)), 0)::bigint FROM judged WHERE verdict <> 'first') AS bytes
FROM written w
