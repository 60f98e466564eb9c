package io.sluice.cli.trouble;

import io.sluice.cli.client.AdminClient;
import io.sluice.cli.client.AdminException;
import io.sluice.cli.client.ExitCode;
import io.sluice.cli.sql.Column;
import io.sluice.cli.sql.ResultFormat;
import io.sluice.cli.sql.RowWriter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code list} and {@code show}. */
final class Looking {
    private static final int WIDTH = 60;
    private static final List<String> COLUMNS =
            List.of("id", "stream", "state", "receivedAt", "client", "stage", "sqlstate", "reason", "times", "bytes");

    private final AdminClient client;
    private final Printing printing;

    Looking(AdminClient client, Printing printing) {
        this.client = client;
        this.printing = printing;
    }

    int list(JsonObject arguments, ResultFormat format) throws AdminException {
        JsonObject answer = client.look(Action.list.path(), query(arguments));
        RowWriter writer = format.writer(printing.out(), WIDTH, false);
        writer.begin(COLUMNS.stream().map(Looking::column).toList());
        JsonArray entries = answer.getJsonArray("entries", new JsonArray());
        for (int i = 0; i < entries.size(); i++) {
            JsonObject entry = entries.getJsonObject(i);
            List<@Nullable String> values = new ArrayList<>();
            COLUMNS.forEach(name -> values.add(entry.getValue(name) == null ? null : entry.getString(name)));
            writer.row(values);
        }
        writer.end(false);
        if (answer.containsKey("next")) {
            printing.hint("there are others: --after " + answer.getLong("next"));
        }
        return ExitCode.DONE;
    }

    private static Column column(String name) {
        boolean number = List.of("id", "times", "bytes").contains(name);
        return new Column(name, number ? Column.Kind.NUMBER : Column.Kind.TEXT);
    }

    /** Several ids are no part of a list's query here: an operator who knows them looks at them one by one. */
    private static Map<String, String> query(JsonObject arguments) {
        Map<String, String> query = new LinkedHashMap<>();
        arguments.forEach(argument -> query.put(
                argument.getKey(),
                argument.getValue() instanceof JsonArray ids
                        ? String.valueOf(ids.getValue(0))
                        : String.valueOf(argument.getValue())));
        return query;
    }

    int show(long id, boolean onlyBytes) throws AdminException, IOException {
        JsonObject entry = client.look(Action.show.path(), Map.of("id", Long.toString(id)));
        if (onlyBytes) {
            String text = entry.getString("payload");
            printing.bytes(
                    text != null
                            ? text.getBytes(StandardCharsets.UTF_8)
                            : Base64.getDecoder().decode(entry.getString("payloadBase64")));
        } else {
            printing.out().println(entry.encodePrettily());
        }
        return ExitCode.DONE;
    }
}
