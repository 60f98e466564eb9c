package io.sluice.support;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The two equations: in records, each partition of Kafka's to its end; in events, each cell of sluice.event_count. */
public final class BalanceSheet {
    /** A cell whose columns don't add up. */
    private static final String UNEVEN = """
            SELECT format('%s %s %s partition %s: appended %s, stored %s, duplicates %s, trouble %s, discarded %s',
                stream, client, quarter, partition, appended, stored, duplicates, trouble, discarded)
            FROM sluice.event_count WHERE appended <> stored + duplicates + trouble + discarded""";

    /** A cell that says another number than there are rows, or entries of the trouble queue. */
    private static final String UNTRUE = """
            SELECT format('%s %s %s partition %s: %s %s, and %s are there',
                '{stream}', client, quarter, partition, '{column}', coalesce(c.said, 0), coalesce(r.counted, 0))
            FROM (SELECT client, quarter, partition, {column} AS said FROM sluice.event_count
                  WHERE stream = '{stream}' AND {column} > 0) c
            FULL JOIN (SELECT client, sluice.quarter(received_at) AS quarter, kafka_partition AS partition, count(*) AS counted
                       FROM {table} GROUP BY 1, 2, 3) r USING (client, quarter, partition)
            WHERE coalesce(c.said, 0) <> coalesce(r.counted, 0)""";

    private BalanceSheet() {}

    /** What isn't stored yet, or more than there is. */
    public static List<Violation> drained(List<Oracle> oracles, Table table, String kafka) throws SQLException {
        List<String> findings = new ArrayList<>();
        for (Oracle oracle : oracles) {
            Map<Integer, Long> stored = stored(oracle.stream(), table);
            ends(oracle.stream(), kafka).forEach((partition, end) -> {
                if (!end.equals(stored.getOrDefault(partition, 0L))) {
                    findings.add(oracle.stream() + " partition " + partition + ": stored up to " + stored.get(partition)
                            + ", Kafka ends at " + end);
                }
            });
        }
        return Violation.unless(findings, Violation.DRAINED);
    }

    /** The offset after the last record in Kafka, of each partition. */
    public static Map<Integer, Long> ends(String stream, String kafka) {
        return new Topic(kafka, stream).ends();
    }

    /** The offset up to which each partition is stored. */
    public static Map<Integer, Long> stored(String stream, Table table) throws SQLException {
        Map<Integer, Long> stored = new TreeMap<>();
        table.each(
                "SELECT partition, next_offset FROM sluice.consumer_offset WHERE stream = '" + stream + "'",
                row -> stored.put(row.getInt(1), row.getLong(2)));
        return stored;
    }

    /** Where the figures and what is there differ; everything is stored. */
    public static List<Violation> check(List<Oracle> oracles, Table table, String kafka) throws SQLException {
        List<String> findings = new ArrayList<>(table.column(UNEVEN));
        for (Oracle oracle : oracles) {
            String stream = oracle.stream();
            String trouble = "sluice.trouble WHERE stream = '" + stream + "' AND state = ";
            findings.addAll(table.column(untrue(stream, "stored", "logs." + stream)));
            findings.addAll(table.column(untrue(stream, "trouble", trouble + "'open'")));
            findings.addAll(table.column(untrue(stream, "discarded", trouble + "'discarded'")));
            new Topic(kafka, stream).events().forEach((partition, events) -> {
                long appended =
                        table.number("SELECT coalesce(sum(appended), 0) FROM sluice.event_count WHERE stream = '"
                                + stream + "' AND partition = " + partition);
                if (appended != events) {
                    findings.add(
                            stream + " partition " + partition + ": appended " + appended + ", Kafka has " + events);
                }
            });
        }
        return Violation.unless(findings, Violation.BALANCE);
    }

    private static String untrue(String stream, String column, String table) {
        return UNTRUE.replace("{stream}", stream).replace("{column}", column).replace("{table}", table);
    }
}
