package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.support.MarkdownTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class CommandsDocumentTest {
    private static final Path DOCUMENT = Path.of("docs/commands.md");
    private static final List<String> STANDARD = List.of("--help", "--version");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"send", "sql", "smoke"})
    void the_document_has_every_option_and_exit_code_of_a_command_and_no_other(String name) throws IOException {
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

    private static CommandSpec spec(String name) {
        return new CommandLine(
                        switch (name) {
                            case "send" -> new SendCommand();
                            case "sql" -> new SqlCommand();
                            default -> new SmokeCommand();
                        })
                .getCommandSpec();
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
