package io.sluice.config;

import java.time.Duration;

/**
 * Stage 3.
 *
 * @param servers           bootstrap servers, {@code host:port,host:port}
 * @param topicPrefix       a stream's topic is this and its name, unless its file says another
 * @param groupId           under which progress is shown to the usual lag tools; it decides nothing
 * @param deliveryTimeout   until an append that has no answer counts as failed
 * @param maxRecord         a record's bytes; topics get it as max.message.bytes
 * @param maxInFlight       bytes handed to the producer and not acknowledged; more are answered not_written
 * @param prefetch          bytes of records that are held ready for each partition that is being read
 * @param readerIdle        a partition that nobody asked for in this time is no longer read
 * @param replicationFactor of topics that are made here
 * @param minInSyncReplicas of topics that are made here, and the least that an existing one may have
 * @param allowUnsafe       accept a cluster whose settings can lose data: one replica, no minimum in sync; for development
 * @param retentionCheck    how often records that are stored and older than the replay window are deleted
 * @param topicBudget       bytes that a topic may use on Kafka's disks, counting one replica; over it new events are
 *                          refused (backlog_full), until it uses less than 90 % of it
 */
public record KafkaConfig(
        String servers,
        String topicPrefix,
        String groupId,
        Duration deliveryTimeout,
        ByteSize maxRecord,
        ByteSize maxInFlight,
        ByteSize prefetch,
        Duration readerIdle,
        int replicationFactor,
        int minInSyncReplicas,
        boolean allowUnsafe,
        Duration retentionCheck,
        ByteSize topicBudget) {
    /** Room in a record for our header and the batch's own bytes. */
    public static final int RECORD_OVERHEAD_BYTES = 4_096;

    public KafkaConfig {
        Check.filled("servers", servers);
        Check.filled("topicPrefix", topicPrefix);
        Check.filled("groupId", groupId);
        Check.positive("deliveryTimeout", deliveryTimeout);
        Check.within("maxRecord", maxRecord, new ByteSize(8 << 10), new ByteSize(64 << 20));
        Check.holds(maxInFlight.bytes() >= maxRecord.bytes(), "maxInFlight must hold at least one record of maxRecord");
        Check.within("prefetch", prefetch, new ByteSize(64 << 10), new ByteSize(256 << 20));
        Check.positive("readerIdle", readerIdle);
        Check.within("replicationFactor", replicationFactor, 1, 100);
        Check.within("minInSyncReplicas", minInSyncReplicas, 1, replicationFactor);
        Check.positive("retentionCheck", retentionCheck);
        Check.holds(topicBudget.bytes() >= maxRecord.bytes(), "topicBudget must hold at least one record of maxRecord");
        Check.holds(
                allowUnsafe || minInSyncReplicas >= 2,
                "minInSyncReplicas below 2 can lose acknowledged events; for development set allowUnsafe to true");
    }
}
