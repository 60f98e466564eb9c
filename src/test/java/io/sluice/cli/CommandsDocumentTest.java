package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.support.MarkdownTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;

class CommandsDocumentTest {
    private static final Path DOCUMENT = Path.of("docs/commands.md");
    private static final List<String> STANDARD = List.of("--help", "--version");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run", "bare", "dev", "send", "sql", "smoke", "trouble", "balance", "report", "audit", "pause",
                "resume", "gap", "cluster", "drain", "hold", "release", "restore", "replay"
            })
    void theDocumentHasEveryOptionAndExitCodeOfACommandAndNoOther(String name) throws IOException {
        CommandSpec command = spec(name);

        List<String> documented = MarkdownTable.rows(section(name)).stream()
                .map(row -> row.get(0))
                .toList();

        Stream<String> options = command.options().stream()
                .map(option -> option.longestName())
                .filter(option -> !STANDARD.contains(option));
        Stream<String> codes = command.usageMessage().exitCodeList().keySet().stream();
        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(options, codes).toList());
    }

    @Test
    void theDocumentHasASectionForEveryCommand() throws IOException {
        Set<String> commands = new HashSet<>(Main.commandLine().getSubcommands().keySet());
        commands.remove("help");

        List<String> sections = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .toList();

        assertThat(sections).containsExactlyInAnyOrderElementsOf(commands);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run", "bare", "dev", "send", "sql", "smoke", "trouble", "balance", "report", "audit", "pause",
                "resume", "gap", "cluster", "drain", "hold", "release", "restore", "replay"
            })
    void everyCommandTellsItsVersion(String name) {
        StringWriter out = new StringWriter();

        int exitCode = Main.commandLine().setOut(new PrintWriter(out)).execute(name, "--version");

        assertThat(exitCode).isZero();
        assertThat(out.toString()).startsWith("sluice ");
    }

    private static CommandSpec spec(String name) {
        return Main.commandLine().getSubcommands().get(name).getCommandSpec();
    }

    private Path section(String name) throws IOException {
        List<String> lines = Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.equals("## " + name))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .toList();
        return Files.write(folder.resolve(name + ".md"), lines);
    }
}
