package io.sluice.cli.audit;

import io.sluice.audit.AuditException;
import io.sluice.audit.Findings;
import io.sluice.cli.client.ExitCode;
import io.sluice.cli.days.Difference;
import io.sluice.cli.days.SideTableException;
import io.sluice.cli.node.ConfOption;
import io.sluice.config.DatabaseConfig;
import io.sluice.config.SluiceConfig;
import io.sluice.config.Stream;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Instant;
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

/** What Kafka has of a window, beside what PostgreSQL has. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Stores a window of a stream from Kafka into a table beside the live one, and compares the two.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:both have the same",
            "1:they differ, or it couldn't be done, and a line says why",
            "2:wrong usage, or a configuration that can't be used",
            "4:no difference was found, but not all of the window could be compared"
        },
        footerHeading = "%nExample:%n",
        footer = "  sluice replay --conf conf/sluice.json playback 2026-11-20T03:00:00Z 2026-11-20T04:00:00Z")
public final class ReplayCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "STREAM", description = "The stream.")
    private String stream = "";

    @Parameters(index = "1", paramLabel = "FROM", description = "Received since, like 2026-11-20T03:00:00Z.")
    private @Nullable Instant from;

    @Parameters(index = "2", paramLabel = "TO", description = "Received before.")
    private @Nullable Instant to;

    @Mixin
    private ConfOption conf = new ConfOption();

    @Option(names = "--replace", description = "Make the table anew when it is there already.")
    private boolean replace;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Differences that are told one by one. Default: ${DEFAULT-VALUE}")
    private long limit = 100;

    /** Replays, and tells; the exit code. */
    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        Instant begin = Objects.requireNonNull(from);
        Instant end = Objects.requireNonNull(to);
        if (!begin.isBefore(end)) {
            throw new ParameterException(command.commandLine(), "FROM is expected before TO");
        }
        PrintWriter out = command.commandLine().getOut();
        SluiceConfig config = conf.config(command);
        DatabaseConfig database = conf.database(config, command);
        Stream found = conf.stream(config, stream, command);
        Findings findings = AuditCommand.printed(out, limit);
        Difference difference = new Difference(out, "Kafka", limit);
        try {
            new Replay(config.kafka(), database, found, begin, end, replace, findings, difference).run();
        } catch (AuditException | SideTableException | SQLException e) {
            command.commandLine().getErr().println("error: " + e.getMessage());
            return ExitCode.FAILED;
        }
        if (!difference.isNone()) {
            return ExitCode.FAILED;
        }
        return findings.isIncomplete() ? AuditCommand.INCOMPLETE : ExitCode.DONE;
    }
}
