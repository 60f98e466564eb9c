package io.sluice.support;

import io.vertx.core.buffer.Buffer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One fuzzer at work, in a JVM of its own: Jazzer's agent changes every class that it loads. */
public final class FuzzRun implements AutoCloseable {
    /** For one input. The slowest takes milliseconds; a busy machine and a young JVM make that much of it. */
    private static final int INPUT_SECONDS = 25;

    private static final long LARGEST_SEED = 4_096;
    /** For starting and for the seeds, before which the fuzzer doesn't look at the time: a minute on a busy machine. */
    private static final Duration GRACE = Duration.ofMinutes(4);

    private final String target;
    private final Path folder;
    private final Path learned;
    private Process process;
    private Duration time;

    /** {@code target} has {@code public static void fuzzerTestOneInput(byte[])}. */
    public FuzzRun(Class<?> target) throws IOException {
        this.target = target.getName();
        this.folder = Path.of("target", "fuzz", target.getSimpleName()).toAbsolutePath();
        this.learned = Files.createDirectories(folder.resolve("corpus"));
        Files.createDirectories(folder.resolve("seeds"));
    }

    /** An input to begin with. A large one is left out: it would only slow every other down. */
    public void seed(String name, Buffer bytes) throws IOException {
        if (bytes.length() <= LARGEST_SEED) {
            Files.write(folder.resolve("seeds").resolve(name), bytes.getBytes());
        }
    }

    public void start(Duration howLong) throws IOException {
        time = howLong;
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+EnableDynamicAgentLoading",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target,
                "--instrumentation_includes=io.sluice.**:com.fasterxml.jackson.core.**",
                "--custom_hook_includes=io.sluice.**",
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + "/",
                "-max_total_time=" + howLong.toSeconds(),
                "-timeout=" + INPUT_SECONDS,
                "-rss_limit_mb=1536",
                "-print_final_stats=1",
                learned.toString(),
                folder.resolve("seeds").toString());
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .redirectInput(new File("/dev/null"))
                .start();
    }

    /** Waits for its end; the exit code, which is 0 only if nothing was found. */
    public int end() throws InterruptedException {
        if (!process.waitFor(time.plus(GRACE).toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the fuzzer didn't end; " + report());
        }
        return process.exitValue();
    }

    private Path log() {
        return folder.resolve("log.txt");
    }

    /** Where to look when something was found, and what to do with it. */
    public String report() {
        return target + " found something: " + log() + " tells what, and the input is the newest crash-*, timeout-* or"
                + " oom-* beside it. When it is mended, the input goes to src/test/corpus/found/"
                + target.substring(target.lastIndexOf('.') + 1) + "/ under a name that says what it was";
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
