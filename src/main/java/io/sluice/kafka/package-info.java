/**
 * Stage 3, the bridge: appends to Kafka and reads back from it. The only package that sees Kafka's classes.
 *
 * <pre>
 *   KafkaVerticle ─▶ Bridge ─┬─ append ─▶ Appender: PendingBatch, AppendFailure ─▶ Kafka
 *                            ├─ fetch ──▶ LogReader (a thread): PendingFetch ─▶ Reading ─▶ Prefetch ◀─ RecordDecoder ◀─ Kafka
 *                            │                                  FetchCheck, TopicLooks: is it still the same log?
 *                            ├─ each second ─▶ TopicKeeper: TopicCheck ─▶ TopicState ─▶ TopicHealth
 *                            ├─ every 5 s ─▶ DiskWatch: DiskBudget, beyond which Appender refuses
 *                            └─ now and then ─▶ Retention: what is stored may go
 * </pre>
 *
 * {@link io.sluice.kafka.SluiceHeader} is what a record says of itself; {@link io.sluice.kafka.Availability} is whether
 * Kafka answers at present, which all of them ask.
 */
@NullMarked
package io.sluice.kafka;

import org.jspecify.annotations.NullMarked;
