package io.sluice.message;

import java.util.UUID;

/**
 * Asks one bridge for the records of a partition from an offset on.
 *
 * @param stream       the stream's name
 * @param topicId      the topic's id, as the asker knows it; another one in Kafka is an incident
 * @param partition    from 0
 * @param offset       the first record wanted
 * @param leaderEpoch  the leader epoch of the record before {@code offset}, or -1 when unknown: a truncated log shows by it
 * @param storedOffset every record below it is stored; the bridge may delete those when they are old enough
 * @param maxBytes     as many bytes of values as the asker can take; at least one record comes, however large
 * @param waitMillis   how long to wait for data when there is none
 */
public record FetchRequest(
        String stream,
        UUID topicId,
        int partition,
        long offset,
        int leaderEpoch,
        long storedOffset,
        int maxBytes,
        int waitMillis)
        implements Message {}
