package io.sluice.cli.cluster;

import io.sluice.cli.client.AdminOptions;
import io.sluice.cli.client.Question;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes a node out of service while it lives. */
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Takes a node out of service: others start its roles first where they can, then it stops them.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing runs there any more (with --undo: it runs its roles again)",
            "1:the node refused; a line says why",
            "2:wrong usage",
            "3:the node can't be asked at present; the same can be asked again"
        },
        footerHeading = "%n",
        footer = "Example: sluice drain edge-1-0a1b2c3d")
public final class DrainCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "NODE", description = "Its name, as sluice cluster shows it.")
    private String node = "";

    @Option(names = "--undo", description = "The node runs its own roles again.")
    private boolean undo;

    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Override
    public Integer call() {
        return Question.run(Objects.requireNonNull(spec), admin, (client, out) -> {
            JsonObject answer =
                    client.change("drain", new JsonObject().put("node", node).put("undo", undo));
            out.println(answer.getString("node") + " is " + answer.getString("state")
                    + (undo ? "" : "; sluice drain --undo " + node + " takes it back"));
        });
    }
}
