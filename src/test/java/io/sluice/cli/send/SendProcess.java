package io.sluice.cli.send;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** {@code send} as a program of its own, for what only a process can show. */
public final class SendProcess {
    private SendProcess() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new SendCommand()).execute(args));
    }

    static Process start(Path errors, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                SendProcess.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectError(new File(errors.toString()))
                .redirectInput(new File("/dev/null"))
                .start();
    }
}
