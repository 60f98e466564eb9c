package io.sluice.cli.trouble;

import io.sluice.cli.client.AdminClient;
import io.sluice.cli.client.AdminException;
import io.sluice.cli.client.ExitCode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code edit}, {@code requeue} and {@code discard}: page by page, until no entry is left that is meant. */
final class Changing {
    private static final Set<String> NOT_DONE = Set.of("refused", "not_open");

    private final AdminClient client;
    private final Printing printing;
    private final Map<String, Integer> counts = new TreeMap<>();

    Changing(AdminClient client, Printing printing) {
        this.client = client;
        this.printing = printing;
    }

    /** A line for each entry, and one that counts the outcomes. */
    int change(Action action, JsonObject arguments) throws AdminException {
        JsonObject page = client.change(action.path(), arguments);
        print(page);
        while (page.containsKey("next")) {
            page = client.change(action.path(), arguments.copy().put("after", page.getLong("next")));
            print(page);
        }
        printing.out().println(counts.isEmpty() ? "no entry is meant" : summary());
        return counts.keySet().stream().anyMatch(NOT_DONE::contains) ? ExitCode.FAILED : ExitCode.DONE;
    }

    private void print(JsonObject page) {
        JsonArray entries = page.getJsonArray("entries", new JsonArray());
        for (int i = 0; i < entries.size(); i++) {
            JsonObject entry = entries.getJsonObject(i);
            String outcome = entry.getString("outcome", "");
            counts.merge(outcome, 1, Integer::sum);
            String detail = entry.containsKey("detail") ? ": " + entry.getString("detail") : "";
            printing.out().println(entry.getLong("id") + " " + words(outcome) + detail.replaceAll("\\p{Cntrl}", "?"));
        }
        printing.flush();
    }

    private String summary() {
        StringBuilder text = new StringBuilder();
        counts.forEach((outcome, count) -> text.append(text.isEmpty() ? "" : ", ")
                .append(count)
                .append(' ')
                .append(words(outcome)));
        return text.toString();
    }

    private static String words(String outcome) {
        return outcome.replace('_', ' ');
    }
}
