package io.sluice.cli.send;

import io.sluice.cli.client.ExitCode;
import io.sluice.cli.client.NodeClient;
import io.sluice.cli.client.RetryLoop;
import io.sluice.cli.client.StopSignal;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One run of {@code send}: input after input, until one of them ends it. */
final class SendRun {
    static final Path STANDARD_INPUT = Path.of("-");
    /** After Ctrl-C: longer than a node's deadline, so that what is in flight has its answer. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final SendOptions options;
    private final NodeClient node;
    private final RetryLoop retries;
    private final Screen screen;
    private final PrintWriter out;
    private final StopSignal stop;
    private final Tally tally = new Tally();
    private final AtomicBoolean told = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile @Nullable Upload current;

    SendRun(SendOptions options, NodeClient node, RetryLoop retries, Screen screen, PrintWriter out, StopSignal stop) {
        this.options = options;
        this.node = node;
        this.retries = retries;
        this.screen = screen;
        this.out = out;
        this.stop = stop;
    }

    /** Sends the inputs in order and prints the summary; the exit code. */
    int send(List<Path> inputs, InputStream standardInput) throws IOException, InterruptedException {
        Thread hook = new Thread(this::interrupted, "sluice-send-interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            long total = total(inputs);
            @Nullable Ending ending = null;
            for (int i = 0; i < inputs.size() && ending == null; i++) {
                ending = input(inputs.get(i), standardInput, total);
            }
            summary(ending);
            return ending != null ? ending.exitCode() : tally.rejectedLines() > 0 ? ExitCode.FAILED : ExitCode.DONE;
        } finally {
            finished.countDown();
            removeHook(hook);
        }
    }

    private @Nullable Ending input(Path path, InputStream standardInput, long total)
            throws IOException, InterruptedException {
        if (path.equals(STANDARD_INPUT)) {
            return stream("standard input", Path.of("stdin.rejected"), standardInput, total);
        }
        try (InputStream in = Files.newInputStream(path)) {
            return Files.isRegularFile(path)
                    ? file(path, in, total)
                    : stream(path.toString(), rejectedOf(path), in, total);
        } catch (InputException e) {
            return new Ending(ExitCode.USAGE, List.of(String.valueOf(e.getMessage())));
        }
    }

    /** What can be read only once: no state is kept. */
    private @Nullable Ending stream(String name, Path rejected, InputStream in, long total)
            throws InterruptedException {
        Delivery delivery = delivery(name, newRun(), new RejectedFile(rejected, false));
        Batcher batches = new Batcher(new LineReader(in, name, 0, 0), 0, options.batch(), true);
        return upload(delivery, batches, batch -> advanced(batch, total));
    }

    private @Nullable Ending file(Path path, InputStream in, long total) throws IOException, InterruptedException {
        ResumeFile state = new ResumeFile(path, options.stateOf(path));
        @Nullable ResumeState saved = state.load();
        if (saved != null && saved.offset() > 0 && !options.resume()) {
            return new Ending(
                    ExitCode.USAGE,
                    List.of(path + " was sent up to line " + saved.line()
                            + " by a run that didn't end: add --resume to go on, or delete " + state.path()
                            + " to send it from its beginning"));
        }
        ResumeState begin = saved != null ? saved : new ResumeState(newRun(), 0, 0, "");
        in.skipNBytes(begin.offset());
        tally.advanced(begin.offset());
        boolean keeps = keepsState(state, begin);
        AcceptedPrefix prefix = new AcceptedPrefix(begin.offset(), begin.line());
        Delivery delivery = delivery(path.toString(), begin.run(), new RejectedFile(rejectedOf(path), saved != null));
        LineReader lines = new LineReader(in, path.toString(), begin.offset(), begin.line());
        Batcher batches = new Batcher(lines, begin.offset(), options.batch(), false);
        @Nullable
        Ending ending = upload(delivery, batches, batch -> {
            advanced(batch, total);
            if (prefix.add(batch) && keeps) {
                state.save(begin.run(), prefix.offset(), prefix.line());
            }
        });
        if (ending == null) {
            state.delete();
        } else if (prefix.offset() == 0) {
            state.delete();
        } else if (keeps) {
            screen.note(path + ": everything up to line " + prefix.line() + " is done; --resume goes on from there");
        }
        return ending;
    }

    private @Nullable Ending upload(Delivery delivery, Batcher batches, Upload.Progress progress)
            throws InterruptedException {
        Upload upload = new Upload(delivery, progress, stop, options.parallel());
        current = upload;
        return upload.send(batches);
    }

    private Delivery delivery(String name, String run, RejectedFile rejected) {
        return new Delivery(
                node,
                retries,
                screen,
                tally,
                name,
                run,
                options.stream(),
                options.gzip(),
                options.skipBad() ? rejected : null);
    }

    /** A folder that can't be written to is no reason not to send, unless the user counts on the state. */
    private boolean keepsState(ResumeFile state, ResumeState begin) throws InputException {
        try {
            state.save(begin.run(), begin.offset(), begin.line());
            return true;
        } catch (IOException e) {
            if (options.resume() || options.state() != null) {
                throw new InputException(state.path() + " can't be written: " + e);
            }
            screen.note(state.path() + " can't be written, so an interrupted run can't be resumed");
            return false;
        }
    }

    private void advanced(Batch batch, long total) {
        tally.advanced(batch.end() - batch.start());
        screen.progress(tally, total);
    }

    private void interrupted() {
        stop.raise();
        try {
            Upload upload = current;
            if (upload != null) {
                upload.awaitIdle(GRACE);
            }
            if (!finished.await(1, TimeUnit.SECONDS)) {
                summary(Ending.interrupted());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void summary(@Nullable Ending ending) {
        if (!told.compareAndSet(false, true)) {
            return;
        }
        screen.erase();
        if (ending != null) {
            ending.text().forEach(screen::note);
        }
        if (tally.rejectedLines() > 0) {
            screen.note(tally.rejectedLines() + " lines were refused and put aside");
        }
        if (tally.unknownRetries() > 0) {
            screen.note(tally.unknownRetries() + " requests were sent again after an unknown outcome: "
                    + "their events may be stored twice");
        }
        out.println(tally.summary());
        out.flush();
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is being ended, and the hook is at work.
        }
    }

    private static long total(List<Path> inputs) throws IOException {
        long total = 0;
        for (Path path : inputs) {
            if (path.equals(STANDARD_INPUT) || !Files.isRegularFile(path)) {
                return 0;
            }
            total += Files.size(path);
        }
        return total;
    }

    private static Path rejectedOf(Path path) {
        return path.resolveSibling(path.getFileName() + ".rejected");
    }

    private static String newRun() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
