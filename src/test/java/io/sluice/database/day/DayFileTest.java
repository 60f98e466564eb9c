package io.sluice.database.day;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DayFileTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

    @TempDir
    Path folder;

    private Path file;

    private static DayHead head(long rows) {
        return new DayHead("nginx", DAY, rows, Map.of("payload", "jsonb"));
    }

    @BeforeEach
    void givenAFileOfThreeRows() throws IOException {
        file = write(head(3), "{\"n\":1}", "{\"n\":2}", "{\"u\":\"ü\"}");
    }

    private Path write(DayHead head, String... rows) throws IOException {
        try (DayFileWriter writer = DayFileWriter.begin(folder, head)) {
            for (String row : rows) {
                writer.row(row.getBytes(StandardCharsets.UTF_8));
            }
            return writer.finish();
        }
    }

    private static List<String> read(Path file) throws IOException {
        try (DayFileReader reader = new DayFileReader(file)) {
            List<String> rows = new ArrayList<>();
            for (String row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
            return rows;
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("nginx"))) {
            return files.toList();
        }
    }

    private void rewrite(UnaryOperator<String> change) throws IOException {
        byte[] compressed = Files.readAllBytes(file);
        String text = new String(
                new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes(), StandardCharsets.UTF_8);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(change.apply(text).getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void whatWasWrittenIsReadAndNothingElseLiesBesideIt() throws IOException {
        List<String> rows = read(file);

        assertThat(rows).containsExactly("{\"n\":1}", "{\"n\":2}", "{\"u\":\"ü\"}");
        assertThat(files()).containsExactly(folder.resolve("nginx/2026-11-20.ndjson.gz"));
    }

    @Test
    void whatAKilledOneLeftIsReplacedAndTheOldFileStandsUntilThen() throws IOException {
        Path leftover = Files.writeString(folder.resolve("nginx/2026-11-20.ndjson.gz.part-1"), "half");
        Path ofAnotherDay = Files.writeString(folder.resolve("nginx/2026-11-21.ndjson.gz.part-1"), "half");

        try (DayFileWriter writer = DayFileWriter.begin(folder, head(1))) {
            assertThat(read(file)).hasSize(3);
            writer.row("{}".getBytes(StandardCharsets.UTF_8));
            writer.finish();
        }

        assertThat(read(file)).containsExactly("{}");
        assertThat(leftover).doesNotExist();
        assertThat(ofAnotherDay).exists();
    }

    @Test
    void aDayOfOtherThanThePromisedRowsIsNoFile() throws IOException {
        Files.delete(file);

        assertThatThrownBy(() -> write(head(2), "{}"))
                .hasMessage("the day had 2 rows when its export began, and 1 were read");
        assertThat(files()).isEmpty();
    }

    @Test
    void aFolderThatIsNotThereIsNotMade() {
        Path missing = folder.resolve("not-mounted");

        assertThatThrownBy(() -> DayFileWriter.begin(missing, head(1)))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("not-mounted: there is no such folder");
        assertThat(missing).doesNotExist();
    }

    @Test
    void aFileThatIsCutAnywhereIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(file);

        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> read(file))
                    .isInstanceOf(DayFileException.class)
                    .hasMessageStartingWith(file.toString())
                    .hasMessageMatching("(?s).*( is cut | is damaged | is no gzip file).*");
        }
    }

    /** Some bits mean nothing: the time in gzip's head, what fills the last byte of the compressed data. */
    @Test
    void aTurnedBitIsRefusedOrChangesNothing() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        List<String> rows = read(file);
        int refused = 0;

        for (int at = 0; at < whole.length; at++) {
            byte[] turned = whole.clone();
            turned[at] ^= 0x10;
            Files.write(file, turned);

            try {
                assertThat(read(file)).as("byte %d", at).isEqualTo(rows);
            } catch (IOException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(whole.length - 10);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "format":1          | "format":2           | line 1: it says format 2, and this program knows 1: restore it with the release
            "format":1,         |                      | line 1: it isn't the head of a day's file
            "rows":3,"columns"  | "rows":4,"columns"   | is cut after line 5: line 1 promises 4 rows
            "rows":3,"columns"  | "rows":2,"columns"   | line 4: it isn't the last line of a day's file; line 1 promises 2 rows
            {"n":2}             | {"n":3}              | line 5: the rows aren't those that were written
            "day":"2026-11-20"  | "day":"yesterday"    | line 1: "day" is no day
            "stream":"nginx"    | "stream":"a\\"; DROP" | line 1: "stream" is no stream's name
            "payload":"jsonb"   | "payload":"x; DROP"  | line 1: the column payload has a type that no release writes
            """)
    void aFileThatSomebodyChangedIsRefusedWithThePlace(String what, String by, String told) throws IOException {
        rewrite(text -> text.replace(what, by == null ? "" : by));

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(DayFileException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(told);
    }

    @Test
    void somethingBehindTheLastLineIsRefused() throws IOException {
        rewrite(text -> text + "{}\n");

        assertThatThrownBy(() -> read(file)).hasMessageContaining("line 6: there is something behind the last line");
    }
}
