package io.sluice.cli.audit;

import io.sluice.audit.AuditException;
import io.sluice.audit.Findings;
import io.sluice.audit.Window;
import io.sluice.cli.days.Difference;
import io.sluice.cli.days.Live;
import io.sluice.config.DatabaseConfig;
import io.sluice.config.KafkaConfig;
import io.sluice.config.Stream;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Reads a window of a stream from Kafka once more, into a table beside the live one, and lays the two side by side. Blocks. */
final class Replay {
    private static final String IN_TROUBLE = "have no row: they are in the trouble queue";
    private static final String MENDED = "have another payload: an operator mended them in the trouble queue";
    private static final String DUPLICATES = "have no row: they are duplicates of what was stored";
    private static final String FORGOTTEN = "have no row and an id that is forgotten by now: duplicates, or missing";

    private static final String WHY = "CASE WHEN s._digest IS NOT NULL AND l._digest IS NOT NULL THEN"
            + " CASE t.state WHEN 'stored' THEN '" + MENDED + "' END"
            + " WHEN l._digest IS NOT NULL OR t.state = 'stored' THEN NULL"
            + " WHEN t.state IS NOT NULL THEN '" + IN_TROUBLE + "'"
            + " WHEN s.ledger = 'elsewhere' THEN '" + DUPLICATES + "'"
            + " WHEN s.ledger = 'forgotten' THEN '" + FORGOTTEN + "' END";

    private static final String READ = Live.RECEIVED + " AND topic_id = ?::uuid AND EXISTS ("
            + "SELECT FROM unnest(?::int[], ?::bigint[], ?::bigint[]) AS r (partition, first, behind)"
            + " WHERE r.partition = kafka_partition AND kafka_offset >= r.first AND kafka_offset < r.behind)";

    private final KafkaConfig kafka;
    private final DatabaseConfig database;
    private final Stream stream;
    private final Instant from;
    private final Instant to;
    private final boolean replace;
    private final Findings findings;
    private final Difference difference;
    private long events;

    Replay(
            KafkaConfig kafka,
            DatabaseConfig database,
            Stream stream,
            Instant from,
            Instant to,
            boolean replace,
            Findings findings,
            Difference difference) {
        this.kafka = kafka;
        this.database = database;
        this.stream = stream;
        this.from = from;
        this.to = to;
        this.replace = replace;
        this.findings = findings;
        this.difference = difference;
    }

    /** Blocks until all is compared. Throws {@link AuditException}, or SQLException, when that can't be done. */
    void run() throws SQLException {
        try (Window window = new Window(kafka, database, stream, from, to)) {
            UUID topicId = window.topicId();
            try (ReplayTable replayed = new ReplayTable(database, stream, topicId, replace)) {
                List<Window.Range> read = window.read(
                        topicId,
                        (partition, portion) -> {
                            replayed.add(partition, portion);
                            events += portion.size();
                        },
                        findings);
                replayed.table().commit();
                findings.note(replayed.table() + ": " + events + " events of " + stream.name() + " received from "
                        + from + " to before " + to);
                difference.compare(replayed.table(), live(replayed, topicId, read), WHY);
                if (difference.explained(FORGOTTEN) > 0) {
                    findings.unchecked(
                            "whether those whose ids are forgotten were stored before: sluice audit of their day"
                                    + " takes it from the counts");
                }
            }
        }
    }

    private Live live(ReplayTable replayed, UUID topicId, List<Window.Range> read) throws SQLException {
        return new Live(
                stream.name(),
                READ,
                List.of(
                        from.toString(),
                        to.toString(),
                        topicId,
                        replayed.table()
                                .array(
                                        "int",
                                        read.stream()
                                                .map(Window.Range::partition)
                                                .toArray()),
                        replayed.table()
                                .array(
                                        "bigint",
                                        read.stream().map(Window.Range::first).toArray()),
                        replayed.table()
                                .array(
                                        "bigint",
                                        read.stream().map(Window.Range::behind).toArray())),
                List.of("received_at", "client", "payload"));
    }
}
