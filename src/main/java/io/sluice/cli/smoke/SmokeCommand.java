package io.sluice.cli.smoke;

import io.sluice.cli.client.DurationOption;
import io.sluice.cli.client.NodeClient;
import io.sluice.cli.client.Pause;
import io.sluice.cli.client.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Follows one marked event through a running system. */
@Command(
        name = "smoke",
        mixinStandardHelpOptions = true,
        description = "Posts one marked event and follows it until it is stored: a check after a deployment.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the event was stored", "1:it was not, and a line says why", "2:wrong usage"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice smoke",
            "  sluice smoke https://logs.example.com --timeout 10s",
            "  sluice smoke --stream nginx --event one-event.json"
        })
public final class SmokeCommand implements Callable<Integer> {
    private static final String MARKED_STREAM = "playback";

    private final Pause pause;
    private final LongSupplier nanos;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "URL", description = "The node. Default: ${DEFAULT-VALUE}")
    private String url = "http://127.0.0.1:8080";

    @Option(
            names = "--stream",
            paramLabel = "STREAM",
            description = "Where the event goes; any other than the default needs --event. Default: ${DEFAULT-VALUE}")
    private String stream = MARKED_STREAM;

    @Option(names = "--event", paramLabel = "FILE", description = "A file with one event as JSON, sent as it is.")
    private @Nullable Path event;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = DurationOption.class,
            description = "Within which the event must be stored. Default: ${DEFAULT-VALUE}")
    private Duration timeout = Duration.ofSeconds(30);

    /** The command of the program, in real time. */
    public SmokeCommand() {
        this(new StopSignal(), System::nanoTime);
    }

    /**
     * @param pause waits between two questions
     * @param nanos the clock
     */
    SmokeCommand(Pause pause, LongSupplier nanos) {
        this.pause = pause;
        this.nanos = nanos;
    }

    /** Runs the check; 0 when the event was stored. */
    @Override
    public Integer call() throws IOException {
        CommandSpec command = Objects.requireNonNull(spec);
        if (event == null && !stream.equals(MARKED_STREAM)) {
            throw new ParameterException(command.commandLine(), "--stream " + stream + " needs --event FILE");
        }
        SmokeRun run = new SmokeRun(
                NodeClient.of(url, "URL", command),
                pause,
                nanos,
                timeout,
                command.commandLine().getOut());
        if (event != null) {
            return run.follow(stream, "the event of " + event, Files.readAllBytes(event));
        }
        MarkedEvent marked = new MarkedEvent(UUID.randomUUID().toString(), Instant.now());
        return run.follow(stream, "event " + marked.mark(), marked.body());
    }
}
