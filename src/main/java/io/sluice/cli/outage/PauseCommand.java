package io.sluice.cli.outage;

import io.sluice.cli.client.AdminClient;
import io.sluice.cli.client.AdminException;
import io.sluice.cli.client.AdminOptions;
import io.sluice.cli.client.Question;
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

/** Leaves a stream in Kafka. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Stops storing a stream, on every node and until it is resumed. Senders notice nothing.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is paused",
            "1:the node refused; a line says why",
            "2:wrong usage",
            "3:the node or PostgreSQL can't be asked at present; the same can be asked again"
        },
        footerHeading = "%n",
        footer = "Example: sluice pause nginx --note \"new index\"")
public final class PauseCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "STREAM", description = "The stream.")
    private String stream = "";

    @Option(names = "--partition", paramLabel = "N", description = "Only this partition of Kafka.")
    private @Nullable Integer partition;

    @Option(names = "--note", paramLabel = "TEXT", description = "Why; the node's health shows it.")
    private String note = "";

    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Override
    public Integer call() {
        return Question.run(Objects.requireNonNull(spec), admin, this::ask);
    }

    private void ask(AdminClient client, PrintWriter out) throws AdminException {
        JsonObject arguments = new JsonObject().put("stream", stream).put("note", note);
        if (partition != null) {
            arguments.put("partition", partition);
        }
        JsonObject pause = client.change("pause", arguments);
        out.println(stream + (partition == null ? "" : " partition " + partition) + " is paused since "
                + pause.getString("since") + "; sluice resume " + stream + " stores again");
    }
}
