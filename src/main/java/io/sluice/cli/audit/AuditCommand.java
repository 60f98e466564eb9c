package io.sluice.cli.audit;

import io.sluice.audit.Audit;
import io.sluice.audit.AuditException;
import io.sluice.audit.Findings;
import io.sluice.audit.Pace;
import io.sluice.cli.client.ExitCode;
import io.sluice.cli.node.ConfOption;
import io.sluice.config.DatabaseConfig;
import io.sluice.config.SluiceConfig;
import io.sluice.config.Stream;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The independent proof that what Kafka got is what PostgreSQL has. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Reads a day of a stream in Kafka again and compares every event with PostgreSQL.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every event is accounted for, once, as it was sent",
            "1:something is missing, doubled, invented or different, or it couldn't be compared",
            "2:wrong usage, or a configuration that can't be used",
            "4:nothing wrong was found, but not all of the day could be checked"
        },
        footerHeading = "%nExample:%n",
        footer = "  sluice audit --conf conf/sluice.json playback 2026-11-20")
public final class AuditCommand implements Callable<Integer> {
    /** Nothing is wrong as far as it could be looked at. */
    static final int INCOMPLETE = 4;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "STREAM", description = "The stream.")
    private String stream = "";

    @Parameters(index = "1", paramLabel = "DAY", description = "A day of receipt, in UTC, like 2026-11-20.")
    private @Nullable LocalDate day;

    @Mixin
    private ConfOption conf = new ConfOption();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Faults that are told one by one. Default: ${DEFAULT-VALUE}")
    private long limit = 100;

    /** Compares, and tells; the exit code. */
    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter out = command.commandLine().getOut();
        SluiceConfig config = conf.config(command);
        DatabaseConfig database = conf.database(config, command);
        Stream found = conf.stream(config, stream, command);
        Findings findings = printed(out, limit);
        try {
            new Audit(config.kafka(), database, found, Pace.unlimited()).day(Objects.requireNonNull(day), findings);
        } catch (AuditException e) {
            command.commandLine().getErr().println("error: " + e.getMessage());
            return ExitCode.FAILED;
        }
        out.println(stream + " of " + day + ": " + findings.summary());
        out.flush();
        if (!findings.isClean()) {
            return ExitCode.FAILED;
        }
        return findings.isIncomplete() ? INCOMPLETE : ExitCode.DONE;
    }

    /** Findings whose lines are seen as they come. */
    static Findings printed(PrintWriter out, long limit) {
        return new Findings(
                line -> {
                    out.println(line);
                    out.flush();
                },
                limit);
    }
}
