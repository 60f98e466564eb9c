package io.sluice.cli.outage;

import io.sluice.cli.client.AdminClient;
import io.sluice.cli.client.AdminException;
import io.sluice.cli.client.AdminOptions;
import io.sluice.cli.client.Question;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets a day go that was on hold. */
@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Ends the hold of a day: it goes when its stream's retention is over, within the hour if it is.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is no longer on hold",
            "1:the node refused, as when it wasn't on hold; a line says why",
            "2:wrong usage",
            "3:the node or PostgreSQL can't be asked at present; the same can be asked again"
        },
        footerHeading = "%n",
        footer = "Example: sluice release nginx 2026-11-20")
public final class ReleaseCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "STREAM", description = "The stream.")
    private String stream = "";

    @Parameters(index = "1", paramLabel = "DAY", description = "The day, as sluice hold --list shows it.")
    private @Nullable LocalDate day;

    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Override
    public Integer call() {
        return Question.run(Objects.requireNonNull(spec), admin, this::ask);
    }

    private void ask(AdminClient client, PrintWriter out) throws AdminException {
        client.change("hold/release", new JsonObject().put("stream", stream).put("day", String.valueOf(day)));
        out.println(stream + " of " + day + " is no longer on hold");
    }
}
