package io.sluice.support;

import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command of the packaged jar as a process of its own, which can be killed. Its output goes to a file. */
public final class NodeProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path output;
    private final boolean keepsOutput;

    private NodeProcess(Process process, Path output, boolean keepsOutput) {
        this.process = process;
        this.output = output;
        this.keepsOutput = keepsOutput;
    }

    /** A node of the production jar with these settings. */
    public static NodeProcess node(JsonObject settings) throws IOException {
        return start("sluice.jar", List.of("-Xmx256m"), nodeArguments(settings));
    }

    /** The same, whose output is appended to a file that stays. */
    public static NodeProcess node(JsonObject settings, Path output) throws IOException {
        return start(new ProcessBuilder(command("sluice.jar", List.of("-Xmx256m"), nodeArguments(settings))), output);
    }

    /** A command of the production jar that isn't a node, whose output is appended to a file that stays. */
    public static NodeProcess command(List<String> arguments, Path output) throws IOException {
        return start(new ProcessBuilder(command("sluice.jar", List.of("-Xmx256m"), arguments)), output);
    }

    private static List<String> nodeArguments(JsonObject settings) {
        return List.of("run", "-conf", settings.encode());
    }

    /** Any command of a jar in target/. */
    public static NodeProcess start(String jar, List<String> jvm, List<String> arguments) throws IOException {
        return start(new ProcessBuilder(command(jar, jvm, arguments)));
    }

    /** The same, whose output is appended to a file that stays. */
    public static NodeProcess start(String jar, List<String> jvm, List<String> arguments, Path output)
            throws IOException {
        return start(new ProcessBuilder(command(jar, jvm, arguments)), output);
    }

    private static List<String> command(String jar, List<String> jvm, List<String> arguments) {
        return java(jvm, List.of("-jar", Path.of("target", jar).toString()), arguments);
    }

    /** A command line: this JVM's program with these flags, the program that it runs, and that one's arguments. */
    static List<String> java(List<String> jvm, List<String> program, List<String> arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(jvm);
        command.addAll(program);
        command.addAll(arguments);
        return command;
    }

    /** Any other program, with nothing to read. */
    public static NodeProcess start(ProcessBuilder program) throws IOException {
        return start(program, Files.createTempFile("sluice-node", ".log"), false);
    }

    /** The same, whose output is appended to a file that stays. */
    public static NodeProcess start(ProcessBuilder program, Path output) throws IOException {
        return start(program, output, true);
    }

    private static NodeProcess start(ProcessBuilder program, Path output, boolean keepsOutput) throws IOException {
        Process process = program.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .redirectInput(new File("/dev/null"))
                .start();
        return new NodeProcess(process, output, keepsOutput);
    }

    public long pid() {
        return process.pid();
    }

    /** SIGSTOP: it neither works nor ends, and its connections stay. */
    public void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT: it goes on as if nothing had been. */
    public void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -" + name + ' ' + pid()).start().waitFor();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** kill -9. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** SIGTERM; returns the exit code. */
    public int terminate() throws InterruptedException {
        process.destroy();
        return exit();
    }

    /** Waits for its end; returns the exit code. */
    public int exit() throws InterruptedException {
        return exit(PATIENCE);
    }

    /** Waits so long for its end; returns the exit code. */
    public int exit(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
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
        if (!keepsOutput) {
            Files.deleteIfExists(output);
        }
    }
}
