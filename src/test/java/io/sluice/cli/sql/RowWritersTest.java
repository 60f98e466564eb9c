package io.sluice.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.sql.Column.Kind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RowWritersTest {
    private static final List<Column> COLUMNS =
            List.of(new Column("name", Kind.TEXT), new Column("n", Kind.NUMBER), new Column("payload", Kind.JSON));
    private static final List<String> FIRST = List.of("a,\"b\"", "9007199254740993", "{\"k\":[1,2]}");
    private static final List<String> SECOND = Arrays.asList("", null, null);

    @Test
    void aTableIsAlignedWithNumbersToTheRightAndNullsVisible() {
        String table = written(out -> new TableWriter(out, 60), false);

        assertThat(table.lines())
                .containsExactly(
                        "name                  n  payload",
                        "-----  ----------------  -----------",
                        "a,\"b\"  9007199254740993  {\"k\":[1,2]}",
                        "                      ∅  ∅",
                        "(2 rows)");
    }

    @Test
    void aTableCutsLongValuesAndSaysThatThereAreMoreRows() {
        String table = written(out -> new TableWriter(out, 6), true);

        assertThat(table).contains("a,\"b\"  90071…  {\"k\":…", "(the first 2 rows; --limit shows more");
    }

    @Test
    void anExpandedResultHasALineForEachValueAndCutsNothing() {
        String expanded = written(ExpandedWriter::new, false);

        assertThat(expanded.lines())
                .containsExactly(
                        "--- row 1",
                        "name     a,\"b\"",
                        "n        9007199254740993",
                        "payload  {\"k\":[1,2]}",
                        "--- row 2",
                        "name     ",
                        "n        ∅",
                        "payload  ∅",
                        "(2 rows)");
    }

    @Test
    void csvFollowsRfc4180AndTellsNullFromAnEmptyText() {
        String csv = written(CsvWriter::new, false);

        assertThat(csv)
                .isEqualTo("name,n,payload\r\n\"a,\"\"b\"\"\",9007199254740993,\"{\"\"k\"\":[1,2]}\"\r\n\"\",,\r\n");
    }

    @Test
    void jsonIsAnArrayOfObjectsWithNumbersAndJsonAsTheyAre() {
        JsonArray json = new JsonArray(written(JsonWriter::array, false));

        assertThat(json).hasSize(2);
        assertThat(json.getJsonObject(0))
                .isEqualTo(
                        new JsonObject("{\"name\":\"a,\\\"b\\\"\",\"n\":9007199254740993,\"payload\":{\"k\":[1,2]}}"));
        assertThat(json.getJsonObject(1)).isEqualTo(new JsonObject("{\"name\":\"\",\"n\":null,\"payload\":null}"));
    }

    @Test
    void ndjsonHasAnObjectOnEachLine() {
        String ndjson = written(JsonWriter::lines, false);

        assertThat(ndjson.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(new JsonObject(line)).hasSize(3));
    }

    @Test
    void anEmptyResultIsStillJsonAndCsv() {
        assertThat(new JsonArray(empty(JsonWriter::array))).isEmpty();
        assertThat(empty(JsonWriter::lines)).isEmpty();
        assertThat(empty(CsvWriter::new)).isEqualTo("name,n,payload\r\n");
    }

    @Test
    void aNumberThatJsonDoesNotKnowBecomesAText() {
        StringWriter text = new StringWriter();
        RowWriter writer = JsonWriter.lines(new PrintWriter(text));
        writer.begin(List.of(new Column("a", Kind.NUMBER), new Column("b", Kind.NUMBER)));

        writer.row(List.of("NaN", "1e+20"));

        assertThat(text).hasToString("{\"a\":\"NaN\",\"b\":1e+20}\n");
    }

    @Test
    void aStrangersEscapeSequenceDoesNotReachTheTerminal() {
        assertThat(Cell.printable("a\u001b[31m\nb\tc\u202e")).isEqualTo("a\\u001b[31m\\nb\\tc\\u202e");
    }

    @Test
    void compactJsonLosesWhiteSpaceBetweenTokensOnly() {
        assertThat(CompactJson.of("{ \"a b\" : \"x \\\" y\",\n \"n\": 1.50 }"))
                .isEqualTo("{\"a b\":\"x \\\" y\",\"n\":1.50}");
    }

    private static String written(Function<PrintWriter, RowWriter> format, boolean more) {
        StringWriter text = new StringWriter();
        RowWriter writer = format.apply(new PrintWriter(text));
        writer.begin(COLUMNS);
        writer.row(FIRST);
        writer.row(SECOND);
        writer.end(more);
        return text.toString();
    }

    private static String empty(Function<PrintWriter, RowWriter> format) {
        StringWriter text = new StringWriter();
        RowWriter writer = format.apply(new PrintWriter(text));
        writer.begin(COLUMNS);
        writer.end(false);
        return text.toString();
    }
}
