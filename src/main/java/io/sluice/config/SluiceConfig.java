package io.sluice.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration on one page. Defaults stand in mod.json and nowhere else; docs/configuration.md explains
 * every key, and a test keeps the three equal.
 *
 * @param roles      what this node runs
 * @param streams    folder of the streams' files, relative to the configuration file; {@code classpath:streams} for the two
 *                   that come with the product
 * @param http       stage 1
 * @param validation stage 2
 * @param kafka      stage 3
 * @param database   stage 4; null only on a node without the roles database and report
 * @param report     stage 5
 * @param receipts   how receipts are signed and asked for; null only on a node without the role http
 * @param dashboard  the bridge for live pages
 * @param management the port for health and metrics
 * @param shutdown   how a node ends
 * @param cluster    how nodes talk to each other, and stand in for each other
 */
public record SluiceConfig(
        List<Role> roles,
        String streams,
        HttpConfig http,
        ValidationConfig validation,
        KafkaConfig kafka,
        @Nullable DatabaseConfig database,
        ReportConfig report,
        @Nullable ReceiptConfig receipts,
        DashboardConfig dashboard,
        ManagementConfig management,
        ShutdownConfig shutdown,
        ClusterConfig cluster) {
    public SluiceConfig {
        Check.holds(!roles.isEmpty(), "roles: at least one is needed");
        Check.holds(roles.stream().distinct().count() == roles.size(), "roles: each may stand there once");
        Check.filled("streams", streams);
        Check.holds(
                database != null || !roles.contains(Role.DATABASE), "database: missing, the role database needs it");
        Check.holds(database != null || !roles.contains(Role.REPORT), "database: missing, the role report needs it");
        Check.holds(receipts != null || !roles.contains(Role.HTTP), "receipts: missing, the role http needs it");
        nested(
                "kafka.deliveryTimeout",
                kafka.deliveryTimeout(),
                "validation.appendTimeout",
                validation.appendTimeout());
        nested("validation.appendTimeout", validation.appendTimeout(), "http.deadline", http.deadline());
        nested("http.deadline", http.deadline(), "shutdown.timeout", shutdown.timeout());
        if (receipts != null) {
            nested("receipts.maxWait", receipts.maxWait(), "http.idleTimeout", http.idleTimeout());
        }
        Check.holds(
                http.maxBody().bytes() <= kafka.maxRecord().bytes() - KafkaConfig.RECORD_OVERHEAD_BYTES,
                "http.maxBody: " + http.maxBody() + " doesn't fit into one record with its header; kafka.maxRecord is "
                        + kafka.maxRecord());
    }

    /** Each wait must end before that of whoever waits for it, or the sender hears nothing definite. */
    private static void nested(String inner, Duration shorter, String outer, Duration longer) {
        Check.holds(shorter.compareTo(longer) < 0, inner + " must be shorter than " + outer);
    }
}
