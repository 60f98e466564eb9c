WITH inserted AS (
    INSERT INTO sluice.trouble AS t (
        stream, topic_id, kafka_partition, kafka_offset, event_index, received_at, client, stage, reason, sqlstate, payload,
        request_key)
    SELECT stream, topic_id, partition, kafka_offset, index, to_timestamp(append_time / 1000.0::float8),
           client, stage, reason, nullif(sqlstate, ''), payload, request_key
    FROM unnest($1::text[], $2::uuid[], $3::int[], $4::bigint[], $5::int[], $6::bigint[], $7::text[],
                $8::text[], $9::text[], $10::text[], $11::bytea[], $12::text[])
        AS g (stream, topic_id, partition, kafka_offset, index, append_time, client, stage, reason, sqlstate, payload,
              request_key)
    ON CONFLICT (topic_id, kafka_partition, kafka_offset, event_index)
        DO UPDATE SET times = t.times + 1, last_at = clock_timestamp()
    RETURNING client, stream, received_at, kafka_partition
), counted AS (
    INSERT INTO sluice.event_count AS c (client, stream, quarter, partition, trouble)
    SELECT client, stream, sluice.quarter(received_at), kafka_partition, count(*)
    FROM inserted
    GROUP BY 1, 2, 3, 4
    ORDER BY 2, 3, 1, 4
    ON CONFLICT (stream, quarter, client, partition) DO UPDATE SET trouble = c.trouble + excluded.trouble
)
SELECT sluice.tally(count(*)) FROM inserted
