package io.sluice.support;

import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command of the packaged jar as a process of its own, which can be killed. Its output goes to a file. */
public final class NodeProcess implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final Path output;

    private NodeProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** A node of the production jar with these settings. */
    public static NodeProcess node(JsonObject settings) throws IOException {
        return start("sluice.jar", List.of("-Xmx256m"), List.of("run", "-conf", settings.encode()));
    }

    /** Any command of a jar in target/. */
    public static NodeProcess start(String jar, List<String> jvm, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(jvm);
        command.addAll(List.of("-jar", Path.of("target", jar).toString()));
        command.addAll(arguments);
        return start(new ProcessBuilder(command));
    }

    /** Any other program, with nothing to read. */
    public static NodeProcess start(ProcessBuilder program) throws IOException {
        Path output = Files.createTempFile("sluice-node", ".log");
        Process process = program.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(new File("/dev/null"))
                .start();
        return new NodeProcess(process, output);
    }

    public long pid() {
        return process.pid();
    }

    /** kill -9. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** SIGTERM; returns the exit code. */
    public int terminate() throws InterruptedException {
        process.destroy();
        return exit();
    }

    /** Waits for its end; returns the exit code. */
    public int exit() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the process didn't end: " + output());
        }
        return process.exitValue();
    }

    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return "(" + e + ")";
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Files.deleteIfExists(output);
    }
}
