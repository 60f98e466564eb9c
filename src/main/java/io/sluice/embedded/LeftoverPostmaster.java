package io.sluice.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL whose JVM was killed: it outlives kill -9 of its parent and keeps the folder and the port. It is ended
 * only when the process of that id really is a postgres of this very folder, since process ids are used again.
 */
final class LeftoverPostmaster {
    private static final Logger LOG = LoggerFactory.getLogger(LeftoverPostmaster.class);

    /** A fast shutdown writes a checkpoint: bounded by the disk, usually well below a second, and half a minute on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private LeftoverPostmaster() {}

    /** Ends the PostgreSQL that holds the folder, if there is one; fails with IllegalStateException when it doesn't end. */
    static void end(Path folder) {
        running(folder).ifPresent(postmaster -> {
            LOG.atWarn().addKeyValue("pid", postmaster.pid()).log("a PostgreSQL is left over from a killed process");
            interrupt(postmaster.pid());
            await(postmaster);
        });
    }

    /** The postmaster that runs on the folder, by its pid file. */
    static Optional<ProcessHandle> running(Path folder) {
        Path pidFile = folder.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(pidFile);
            return lines.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(process -> serves(process, folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean serves(ProcessHandle process, Path folder) {
        List<String> arguments = process.info().arguments().map(Arrays::asList).orElse(List.of());
        int option = arguments.indexOf("-D");
        return option >= 0
                && option + 1 < arguments.size()
                && Path.of(arguments.get(option + 1)).equals(folder)
                && process.info().commandLine().orElse("").contains("postgres");
    }

    /** SIGINT is PostgreSQL's fast shutdown; the SIGTERM that Java would send waits for every client to leave. */
    private static void interrupt(long pid) {
        try {
            new ProcessBuilder("sh", "-c", "kill -INT " + pid).inheritIO().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(ProcessHandle postmaster) {
        try {
            postmaster.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PostgreSQL " + postmaster.pid() + " was ending", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "the PostgreSQL that was left over, process " + postmaster.pid() + ", doesn't end", e);
        }
    }
}
