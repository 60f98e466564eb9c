package io.sluice.message;

import java.util.UUID;

/**
 * Where a request's record lies, and since when: its receipt is made of this.
 *
 * @param stream     the stream's name
 * @param topicId    Kafka's id of the topic (a topic that is deleted and made again has another)
 * @param partition  from 0
 * @param offset     from 0
 * @param appendTime the broker's clock when it was appended, in milliseconds since 1970: the time of receipt
 * @param events     how many events the record holds
 */
public record Position(String stream, UUID topicId, int partition, long offset, long appendTime, int events) {}
