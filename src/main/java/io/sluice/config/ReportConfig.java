package io.sluice.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Stage 5.
 *
 * @param folder           of the reports' files, relative to the configuration file; {@code classpath:reports} for those that
 *                         come with the product
 * @param grace            how long after a day's end Kafka is asked where its partitions end: brokers' clocks differ
 * @param patience         how long a report waits for its day to be complete before it is made of what there is
 * @param catchUp          how far back days are made that are missing, and made again when rows came later
 * @param look             how often is looked for what is due
 * @param rollup           how often the rollups take up what was stored
 * @param statementTimeout after which the server ends a report's query
 * @param maxRows          rows of a result; the rest is cut off, and the result says so
 * @param keep             how long results and rollups stay
 * @param attempts         how often a result is sent to the webhook before it is given up, with longer and longer
 *                         pauses
 * @param output           a folder, as an absolute path, into which each result is written as files; null: none is
 * @param webhook          who is told of each result over HTTP; null: nobody
 */
public record ReportConfig(
        String folder,
        Duration grace,
        Duration patience,
        Duration catchUp,
        Duration look,
        Duration rollup,
        Duration statementTimeout,
        int maxRows,
        Duration keep,
        int attempts,
        @Nullable String output,
        @Nullable Webhook webhook) {
    private static final int MOST_ROWS = 100_000;

    public ReportConfig {
        Check.filled("folder", folder);
        Check.positive("patience", patience);
        Check.positive("catchUp", catchUp);
        Check.positive("look", look);
        Check.positive("rollup", rollup);
        Check.positive("statementTimeout", statementTimeout);
        Check.within("maxRows", maxRows, 1, MOST_ROWS);
        Check.holds(keep.compareTo(catchUp) > 0, "keep must be longer than catchUp");
        Check.within("attempts", attempts, 1, 100);
        Check.holds(
                output == null || Path.of(output).isAbsolute(),
                "output is expected as an absolute path: where a node is started must not decide where results are kept");
    }

    /**
     * Gets each result as a POST of its JSON; 2xx means that it has it.
     *
     * @param url           {@code http://…} or {@code https://…}
     * @param authorization the header of that name; null for none
     */
    public record Webhook(String url, @Nullable Secret authorization) {
        public Webhook {
            Check.holds(
                    url.startsWith("http://") || url.startsWith("https://"),
                    "url is expected to begin with http:// or https://");
        }
    }
}
