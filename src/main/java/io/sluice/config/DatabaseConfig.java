package io.sluice.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Stage 4.
 *
 * @param url              {@code postgresql://host:port/database}, without user and password
 * @param writer           the role that stores
 * @param reader           the role of analysts and of {@code sluice sql}: may only read
 * @param maintenance      the role that owns the tables: migrations and partitions
 * @param lease            how long a node that says nothing keeps its partitions
 * @param leaseRenewal     how often it says something
 * @param statementTimeout after which a statement's connection is dropped
 * @param batch            bytes of values stored in one transaction at most, or one record that is larger; adapted downwards
 *                         to {@code commitTarget}
 * @param commitTarget     how long a storing transaction should take
 * @param fetchWait        how long a bridge waits for data before it answers that there is none
 * @param retry            pause before PostgreSQL or a bridge that failed is tried again; doubled until it is ten times as
 *                         long, with jitter
 * @param daysAhead        day partitions that are made ahead of today
 * @param idWindow         within which an event id is known again, counted in append times; longer than any sender tries
 *                         again
 * @param stall            after which a partition with a backlog from which nothing was stored is reported, and its reader
 *                         begins anew
 * @param audit            bytes of values a second that the audit in the background may read from Kafka; {@code 0B} switches it
 *                         off
 * @param export           a folder, as an absolute path, in which a day's rows are kept as a file before the day is dropped; null:
 *                         they aren't
 */
public record DatabaseConfig(
        String url,
        Login writer,
        Login reader,
        Login maintenance,
        Duration lease,
        Duration leaseRenewal,
        Duration statementTimeout,
        ByteSize batch,
        Duration commitTarget,
        Duration fetchWait,
        Duration retry,
        int daysAhead,
        Duration idWindow,
        Duration stall,
        ByteSize audit,
        @Nullable String export) {
    /** A role of the database. */
    public record Login(String user, Secret password) {
        public Login {
            Check.filled("user", user);
        }
    }

    public DatabaseConfig {
        Check.holds(
                url.startsWith("postgresql://") && !url.contains("@"),
                "url is expected as postgresql://host:port/database, without user and password");
        Check.positive("leaseRenewal", leaseRenewal);
        Check.holds(
                lease.compareTo(leaseRenewal.multipliedBy(3)) >= 0,
                "lease must be at least three times leaseRenewal, or one lost packet costs the partitions");
        Check.positive("statementTimeout", statementTimeout);
        Check.within("batch", batch, new ByteSize(64 << 10), new ByteSize(64 << 20));
        Check.positive("commitTarget", commitTarget);
        Check.positive("fetchWait", fetchWait);
        Check.positive("retry", retry);
        Check.within("daysAhead", daysAhead, 1, 60);
        Check.positive("idWindow", idWindow);
        Check.positive("stall", stall);
        Check.holds(
                export == null || Path.of(export).isAbsolute(),
                "export is expected as an absolute path: where a node is started must not decide where days are kept");
    }
}
