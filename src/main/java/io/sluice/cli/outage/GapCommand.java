package io.sluice.cli.outage;

import io.sluice.cli.client.AdminClient;
import io.sluice.cli.client.AdminException;
import io.sluice.cli.client.AdminOptions;
import io.sluice.cli.client.Question;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what Kafka lost, and acknowledges it. */
@Command(
        name = "gap",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows records that Kafka lost before they were stored, and acknowledges the loss.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the node refused: there is no such gap, or it is another one; a line says why",
            "2:wrong usage",
            "3:the node, Kafka or PostgreSQL can't be asked at present; the same can be asked again"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice gap list",
            "  sluice gap accept nginx --partition 3 --from 1200 --to 1340 --note \"disk of broker 2 died\""
        })
public final class GapCommand implements Callable<Integer> {
    /** What is done. */
    enum Action {
        list,
        accept
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ACTION", description = "${COMPLETION-CANDIDATES}")
    private Action action = Action.list;

    @Parameters(index = "1", arity = "0..1", paramLabel = "STREAM", description = "The stream; list: all when absent.")
    private @Nullable String stream;

    @Option(names = "--partition", paramLabel = "N", description = "accept: the partition, as list shows it.")
    private @Nullable Integer partition;

    @Option(names = "--from", paramLabel = "OFFSET", description = "accept: the first offset lost, as list shows it.")
    private @Nullable Long from;

    @Option(names = "--to", paramLabel = "OFFSET", description = "accept: the last one, where list shows one.")
    private @Nullable Long to;

    @Option(names = "--note", paramLabel = "TEXT", description = "accept: why, for those who look at it later.")
    private String note = "";

    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        if (action == Action.list) {
            return Question.run(command, admin, this::list);
        }
        if (stream == null || partition == null || from == null) {
            throw new ParameterException(command.commandLine(), "accept: expected STREAM, --partition and --from");
        }
        JsonObject arguments = new JsonObject()
                .put("stream", stream)
                .put("partition", partition)
                .put("from", from)
                .put("note", note);
        if (to != null) {
            arguments.put("to", to);
        }
        return Question.run(command, admin, (client, out) -> accept(client, out, arguments));
    }

    private void list(AdminClient client, PrintWriter out) throws AdminException {
        JsonObject answer = client.look("gap/list", stream == null ? Map.of() : Map.of("stream", stream));
        JsonArray gaps = answer.getJsonArray("gaps", new JsonArray());
        JsonArray accepted = answer.getJsonArray("accepted", new JsonArray());
        for (int i = 0; i < gaps.size(); i++) {
            open(gaps.getJsonObject(i), out);
        }
        for (int i = 0; i < accepted.size(); i++) {
            JsonObject gap = accepted.getJsonObject(i);
            out.println("acknowledged " + gap.getString("acceptedAt") + " by " + gap.getString("who") + ": "
                    + gap.getString("kind") + ' ' + gap.getString("stream") + " partition "
                    + gap.getInteger("partition") + ' ' + range(gap) + ' ' + Json.encode(gap.getString("note")));
        }
        if (gaps.isEmpty()) {
            out.println("nothing is missing");
        }
    }

    /** A gap, and the command that acknowledges it. */
    private static void open(JsonObject gap, PrintWriter out) {
        String since = gap.getString("since");
        Long last = gap.getLong("to");
        out.println(gap.getString("kind") + ' ' + gap.getString("stream") + " partition " + gap.getInteger("partition")
                + ' ' + range(gap) + (since == null ? "" : " since " + since));
        out.println("  " + gap.getString("text"));
        out.println("  sluice gap accept " + gap.getString("stream") + " --partition " + gap.getInteger("partition")
                + " --from " + gap.getLong("from") + (last == null ? "" : " --to " + last));
    }

    private static String range(JsonObject gap) {
        Long last = gap.getLong("to");
        return gap.getLong("from") + ".." + (last == null ? "" : last);
    }

    private static void accept(AdminClient client, PrintWriter out, JsonObject arguments) throws AdminException {
        JsonObject gap = client.change("gap/accept", arguments);
        out.println("acknowledged as " + gap.getLong("id") + ": " + gap.getString("stream") + " partition "
                + gap.getInteger("partition") + ' ' + range(gap) + " is lost; storing goes on at offset "
                + gap.getLong("next") + " of topic id " + gap.getString("nextTopicId"));
    }
}
