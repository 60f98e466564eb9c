package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.support.NodeProcess;
import io.sluice.support.TestServers;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;

/** The commands of examples/README.md, as they stand there, but with another port and in a folder of the test's own. */
final class Examples {
    static final String CURL = "examples/curl/send.sh";
    static final String PYTHON = "python3 examples/python/";
    static final String JAVASCRIPT = "node examples/javascript/";
    static final String PINO = "node examples/pino/";
    static final String SYSLOG_NG = "env SLUICE_URL";
    static final String LOG4J = "java -Dlog4j2";
    static final String SEND = "java -jar target/sluice-dev.jar send";

    private static final Pattern COMMAND = Pattern.compile("(?m)^```sh\n(.+?)\n```", Pattern.DOTALL);
    private static final Path PROJECT = Path.of("").toAbsolutePath();

    private final Path folder;
    private final int http;

    /** To run in {@code folder}, against the node that listens or will listen on the port {@code http}. */
    Examples(Path folder, int http) throws IOException {
        this.folder = folder;
        this.http = http;
        Files.createDirectories(folder.resolve("data/syslog-ng"));
        for (String part : List.of("examples", "target")) {
            Files.createSymbolicLink(folder.resolve(part), PROJECT.resolve(part));
        }
    }

    /** A node's settings with the examples' streams. */
    static JsonObject settings(TestServers servers, int http, int management) {
        return servers.settings(http, management)
                .put("streams", PROJECT.resolve("examples/streams").toString());
    }

    /** Starts the command that begins so, after changing every {@code from} to {@code to}. */
    NodeProcess start(String beginning, String from, String to) throws IOException {
        String line = command(beginning).replace("127.0.0.1:8080", "127.0.0.1:" + http);
        String command = line.replace("examples/log4j2/target/lib/*", log4j()).replace(from, to);
        // exec: so that whoever ends the process ends the program, and not a shell that had started it.
        return NodeProcess.start(new ProcessBuilder("sh", "-c", "exec " + command).directory(folder.toFile()));
    }

    NodeProcess start(String beginning) throws IOException {
        return start(beginning, "", "");
    }

    /** A file that the commands name. */
    Path data(String name) {
        return folder.resolve("data").resolve(name);
    }

    static void assumeInstalled(String program, String packages) {
        assumeTrue(isInstalled(program), program + " is missing: Debian's " + packages + "; .ci/run installs it");
    }

    static void assumePino() {
        assumeTrue(isPinoInstalled(), "npm ci --prefix examples/pino installs pino; .ci/run does it");
    }

    static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    static boolean isPinoInstalled() {
        return isInstalled("node") && Files.isDirectory(PROJECT.resolve("examples/pino/node_modules/pino"));
    }

    private static String command(String beginning) throws IOException {
        List<String> commands = COMMAND.matcher(Files.readString(Path.of("examples/README.md")))
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring("```sh\n".length(), block.length() - "\n```".length()))
                .filter(line -> line.startsWith(beginning))
                .toList();
        assertThat(commands)
                .as("the README's commands that begin with " + beginning)
                .hasSize(1);
        return commands.get(0);
    }

    /** What Maven would have copied there: the same jars, from where this test's own come. */
    private static String log4j() {
        return Stream.of(LogManager.class, LoggerContext.class, JsonTemplateLayout.class)
                .map(Examples::jar)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String jar(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
