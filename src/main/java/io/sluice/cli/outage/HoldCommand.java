package io.sluice.cli.outage;

import io.sluice.cli.client.AdminClient;
import io.sluice.cli.client.AdminException;
import io.sluice.cli.client.AdminOptions;
import io.sluice.cli.client.Question;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.LocalDate;
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

/** Keeps a day whose stream's retention ends. */
@Command(
        name = "hold",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Keeps a day of a stream, whatever the stream's retention says, until it is released.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is on hold, or the days on hold are listed",
            "1:the node refused; a line says why",
            "2:wrong usage",
            "3:the node or PostgreSQL can't be asked at present; the same can be asked again"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  sluice hold nginx 2026-11-20 --note \"a case at court\"", "  sluice hold --list"})
public final class HoldCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "STREAM", description = "The stream.")
    private @Nullable String stream;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DAY",
            description = "A day of receipt, in UTC, like 2026-11-20; it may be one to come.")
    private @Nullable LocalDate day;

    @Option(names = "--list", description = "Show the days on hold instead.")
    private boolean list;

    @Option(names = "--note", paramLabel = "TEXT", description = "Why, for those who look at it later.")
    private String note = "";

    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        if (list ? stream != null || !note.isEmpty() : stream == null || day == null) {
            throw new ParameterException(command.commandLine(), "expected STREAM and DAY, or --list");
        }
        return Question.run(command, admin, list ? HoldCommand::list : this::hold);
    }

    private void hold(AdminClient client, PrintWriter out) throws AdminException {
        JsonObject arguments = new JsonObject().put("stream", stream).put("day", String.valueOf(day));
        if (!note.isEmpty()) {
            arguments.put("note", note);
        }
        client.change("hold", arguments);
        out.println(stream + " of " + day + " stays; sluice release " + stream + ' ' + day + " ends that");
    }

    private static void list(AdminClient client, PrintWriter out) throws AdminException {
        JsonArray holds = client.look("hold/list", Map.of()).getJsonArray("holds", new JsonArray());
        for (int i = 0; i < holds.size(); i++) {
            JsonObject hold = holds.getJsonObject(i);
            out.println(hold.getString("stream") + ' ' + hold.getString("day") + " since " + hold.getString("at")
                    + " by " + hold.getString("who") + ' ' + Json.encode(hold.getString("note")));
        }
        if (holds.isEmpty()) {
            out.println("no day is on hold");
        }
    }
}
