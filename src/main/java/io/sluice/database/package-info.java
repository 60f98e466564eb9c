/**
 * Stage 4: owns partitions and stores their events in PostgreSQL, each exactly once. In reading order:
 *
 * <pre>
 *   DatabaseVerticle ─▶ StoringStage            prepares the database, then beats: lease, claims
 *                         ├─ Ownership          claims partitions, as Assignment decides
 *                         │    └─▶ OwnedPartitions
 *                         │          └─ PartitionReader    asks BridgeClient; 1 batch ready, 1 being stored
 *                         │                └─ AnswerCheck  is this still the log of which something is stored?
 *                         ├─ GapWatch, Watchdog   what Kafka lost, what stands still: DatabaseHealth tells it
 *                         └─ StoreLoop          1 transaction after the other, as large as BatchSize says
 *                              ├─ Holds         what isn't stored now: Pauses, TroubleRate, what PostgreSQL refuses
 *                              └─ Storer        tries, and mends what SqlFailure blames: days, counts, culprits
 *                                   ├─ Transaction         fence → appended → rows → trouble → advance
 *                                   ├─ Pipeline            BEGIN … COMMIT without waiting in between
 *                                   └─ CulpritSearch       which events PostgreSQL refuses
 *   DayEnds ─▶ DayExport ─▶ day.DayFileWriter   a day whose retention is over: first a file, then gone
 *   Admin ─▶ Operation ─▶ PauseStream, ResumeStream, ListGaps, AcceptGap: Gaps asks GapProbe what is missing
 * </pre>
 *
 * {@link io.sluice.database.Sql} names every statement; each is a file of db/query.
 */
@NullMarked
package io.sluice.database;

import org.jspecify.annotations.NullMarked;
