package io.sluice.cli.days;

import java.util.List;

/**
 * What of a stream's live table is to be laid beside a side table.
 *
 * @param condition  which rows, in SQL
 * @param parameters of it: texts and SQL arrays
 * @param columns    that are compared, beside the position
 */
public record Live(String stream, String condition, List<Object> parameters, List<String> columns) {
    /** Received since and before, both as RFC 3339 has it. */
    public static final String RECEIVED = "received_at >= ?::timestamptz AND received_at < ?::timestamptz";

    public Live {
        parameters = List.copyOf(parameters);
        columns = List.copyOf(columns);
    }

    String sql() {
        return "logs." + SideTable.quoted(stream);
    }

    @Override
    public String toString() {
        return "logs." + stream;
    }
}
