package io.sluice.cli.outage;

import io.sluice.cli.client.AdminClient;
import io.sluice.cli.client.AdminException;
import io.sluice.cli.client.AdminOptions;
import io.sluice.cli.client.Question;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Stores a paused stream again. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Ends the pauses of a stream, those too that Sluice made itself because of too much trouble.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing of it is paused any more",
            "1:the node refused; a line says why",
            "2:wrong usage",
            "3:the node or PostgreSQL can't be asked at present; the same can be asked again"
        })
public final class ResumeCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "STREAM", description = "The stream.")
    private String stream = "";

    @Option(names = "--partition", paramLabel = "N", description = "Only the pause of this partition of Kafka.")
    private @Nullable Integer partition;

    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Override
    public Integer call() {
        return Question.run(Objects.requireNonNull(spec), admin, this::ask);
    }

    private void ask(AdminClient client, PrintWriter out) throws AdminException {
        JsonObject arguments = new JsonObject().put("stream", stream);
        if (partition != null) {
            arguments.put("partition", partition);
        }
        JsonArray resumed = client.change("resume", arguments).getJsonArray("resumed", new JsonArray());
        for (int i = 0; i < resumed.size(); i++) {
            JsonObject pause = resumed.getJsonObject(i);
            Integer of = pause.getInteger("partition");
            out.println(stream + (of == null ? "" : " partition " + of) + " is stored again; it was paused since "
                    + pause.getString("since"));
        }
        if (resumed.isEmpty()) {
            out.println("no such pause of " + stream);
        }
    }
}
