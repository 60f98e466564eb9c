package io.sluice.database;

import io.sluice.config.Stream;
import java.util.UUID;

/**
 * The right to store a partition, as long as nobody raises the epoch.
 *
 * @param nextOffset  every record below it is stored
 * @param leaderEpoch of the last stored record, or -1
 */
record Claim(PartitionKey key, Stream stream, UUID topicId, long epoch, long nextOffset, int leaderEpoch) {}
