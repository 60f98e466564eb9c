package io.sluice.support;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares what PostgreSQL holds with what the senders were told: missing, doubled, invented, changed, in trouble for nothing. */
public final class Books {
    private final Table table;
    private final Map<String, List<String>> findings = new LinkedHashMap<>();

    private Books(Table table) {
        this.table = table;
    }

    /** What doesn't hold; empty when all is well. The senders have ended. */
    public static List<Violation> check(List<Oracle> oracles, Table table) throws SQLException {
        Books books = new Books(table);
        for (Oracle oracle : oracles) {
            books.check(oracle);
        }
        List<Violation> violations = new ArrayList<>();
        books.findings.forEach((demand, all) -> violations.addAll(Violation.unless(all, demand)));
        return violations;
    }

    private void check(Oracle oracle) throws SQLException {
        byte[] rows = new byte[oracle.taken()];
        byte[] entries = new byte[oracle.taken()];
        table.each("SELECT track_id, payload FROM logs." + oracle.stream(), row -> {
            long number = row.getLong(1);
            if (oracle.bounds(number).attempts() == 0) {
                find(Violation.INVENTED, oracle, number);
            } else {
                rows[(int) number]++;
                compare(oracle, number, row.getString(2));
            }
        });
        table.each(
                "SELECT payload, reason FROM sluice.trouble WHERE stream = '" + oracle.stream() + "'",
                row -> inTrouble(oracle, row.getBytes(1), row.getString(2), entries));
        for (int number = 0; number < rows.length; number++) {
            Oracle.Bounds bounds = oracle.bounds(number);
            int all = rows[number] + entries[number];
            if (all < bounds.least()) {
                find(Violation.MISSING, oracle, number);
            } else if (rows[number] > bounds.rows() || all > bounds.attempts() || isRowTwice(oracle, number, rows)) {
                find(Violation.DOUBLED, oracle, number);
            }
        }
    }

    /** Two events with one id. */
    private static boolean isRowTwice(Oracle oracle, int number, byte[] rows) {
        return number > 0
                && oracle.mayBeInTrouble(number)
                && Event.id(number).equals(Event.id(number - 1))
                && rows[number] + rows[number - 1] > 1;
    }

    private void inTrouble(Oracle oracle, byte[] payload, String reason, byte[] entries) {
        String text = new String(payload, StandardCharsets.UTF_8);
        for (String line : text.split("\n", -1)) {
            long number = number(line);
            if (oracle.bounds(number).attempts() == 0) {
                find(Violation.INVENTED, oracle, number);
            } else {
                entries[(int) number]++;
                if (!line.equals(Event.text(number))) {
                    find(Violation.PAYLOAD, oracle, number);
                }
                if (!oracle.mayBeInTrouble(number)) {
                    find(Violation.TROUBLE, oracle.stream() + ' ' + number + ": " + reason);
                }
            }
        }
    }

    private static long number(String line) {
        String mark = "\"trackId\":";
        int from = line.indexOf(mark);
        int to = line.indexOf(',', from);
        return from < 0 || to < 0 ? -1 : Long.parseLong(line, from + mark.length(), to, 10);
    }

    private void compare(Oracle oracle, long number, String stored) {
        if (!new JsonObject(stored).equals(new JsonObject(Event.text(number)))) {
            find(Violation.PAYLOAD, oracle, number);
        }
    }

    private void find(String demand, Oracle oracle, long number) {
        find(demand, oracle.stream() + ' ' + number);
    }

    private void find(String demand, String example) {
        findings.computeIfAbsent(demand, any -> new ArrayList<>()).add(example);
    }
}
