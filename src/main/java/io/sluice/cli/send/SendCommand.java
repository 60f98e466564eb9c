package io.sluice.cli.send;

import io.sluice.cli.client.DurationOption;
import io.sluice.cli.client.NodeClient;
import io.sluice.cli.client.Pause;
import io.sluice.cli.client.RetryLoop;
import io.sluice.cli.client.RetryPolicy;
import io.sluice.cli.client.StopSignal;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends NDJSON files or standard input to a node. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = "Sends NDJSON, one event a line, to a stream, and tells how many events were accepted.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all events were accepted",
            "1:events were refused, or the input can't be read",
            "2:wrong usage",
            "3:gave up: no node took the events in time",
            "130:interrupted; --resume goes on"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice send nginx access.ndjson",
            "  sluice send nginx --resume access.ndjson",
            "  tail -F app.ndjson | sluice send playback --url http://logs:8080"
        })
public final class SendCommand implements Callable<Integer> {
    private final InputStream in;
    private final StopSignal stop;
    private final Pause pause;
    private final LongSupplier nanos;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "STREAM",
            description = "The stream: a file conf/streams/STREAM.json of the node.")
    private String stream = "";

    @Parameters(
            index = "1..*",
            paramLabel = "FILE",
            description = "NDJSON files, in order. None, or -: standard input.")
    private List<Path> files = List.of();

    @Option(names = "--url", paramLabel = "URL", description = "The node. Default: ${DEFAULT-VALUE}")
    private String url = "http://127.0.0.1:8080";

    @Option(names = "--batch", paramLabel = "N", description = "Events in a request at most. Default: ${DEFAULT-VALUE}")
    private int batch = 500;

    @Option(names = "--parallel", paramLabel = "N", description = "Requests in flight. Default: ${DEFAULT-VALUE}")
    private int parallel = 2;

    @Option(names = "--no-gzip", description = "Send the requests uncompressed.")
    private boolean plain;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "2m",
            converter = DurationOption.class,
            description = "How long a request is tried again while no node takes it. Default: ${DEFAULT-VALUE}")
    private Duration timeout = Duration.ofMinutes(2);

    @Option(
            names = "--no-retry-unknown",
            description = "Stop when it isn't known whether a request was written, rather than send it again:"
                    + " its events may be stored twice.")
    private boolean noRetryUnknown;

    @Option(
            names = "--skip-bad",
            description =
                    "Put refused lines aside in FILE.rejected and send the others. Exit code 1 if there were any.")
    private boolean skipBad;

    @Option(names = "--resume", description = "Go on where an interrupted run of the same file ended.")
    private boolean resume;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = "Where to keep how far the file was accepted. Default: FILE.sluice-resume")
    private @Nullable Path state;

    /** The command of the program: reads standard input, waits in real time. */
    public SendCommand() {
        this(System.in, new StopSignal());
    }

    private SendCommand(InputStream in, StopSignal stop) {
        this(in, stop, stop, System::nanoTime);
    }

    /**
     * @param in    what stands for standard input
     * @param stop  ends the run when it is raised
     * @param pause waits between two tries
     * @param nanos the clock
     */
    SendCommand(InputStream in, StopSignal stop, Pause pause, LongSupplier nanos) {
        this.in = in;
        this.stop = stop;
        this.pause = pause;
        this.nanos = nanos;
    }

    /** Sends everything; the exit code. */
    @Override
    public Integer call() throws Exception {
        CommandSpec command = java.util.Objects.requireNonNull(spec);
        check(command);
        PrintWriter out = command.commandLine().getOut();
        Screen screen = new Screen(command.commandLine().getErr(), Screen.isTerminal(), nanos);
        RetryLoop retries = new RetryLoop(
                new RetryPolicy(() -> ThreadLocalRandom.current().nextDouble()),
                pause,
                nanos,
                timeout,
                !noRetryUnknown);
        SendOptions options = new SendOptions(stream, batch, parallel, !plain, skipBad, resume, state);
        SendRun run = new SendRun(options, NodeClient.of(url, "--url", command), retries, screen, out, stop);
        return run.send(inputs(), in);
    }

    private List<Path> inputs() {
        return files.isEmpty() ? List.of(SendRun.STANDARD_INPUT) : files;
    }

    private void check(CommandSpec command) {
        boolean pipe = inputs().contains(SendRun.STANDARD_INPUT);
        @Nullable
        String wrong = batch < 1 || batch > 10_000
                ? "--batch: expected 1 to 10000"
                : parallel < 1 || parallel > 64
                        ? "--parallel: expected 1 to 64"
                        : pipe && (resume || state != null)
                                ? "--resume and --state need a FILE: standard input can't be read again"
                                : state != null && files.size() > 1
                                        ? "--state goes with one FILE; without it each has its own"
                                        : unreadable();
        if (wrong != null) {
            throw new ParameterException(command.commandLine(), wrong);
        }
    }

    private @Nullable String unreadable() {
        return inputs().stream()
                .filter(file -> !file.equals(SendRun.STANDARD_INPUT))
                .filter(file -> !Files.isReadable(file) || Files.isDirectory(file))
                .findFirst()
                .map(file -> file + " is not a readable file")
                .orElse(null);
    }
}
