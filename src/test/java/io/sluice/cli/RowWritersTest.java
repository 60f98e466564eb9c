package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Column.Kind;
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
    void a_table_is_aligned_with_numbers_to_the_right_and_nulls_visible() {
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
    void a_table_cuts_long_values_and_says_that_there_are_more_rows() {
        String table = written(out -> new TableWriter(out, 6), true);

        assertThat(table).contains("a,\"b\"  90071…  {\"k\":…", "(the first 2 rows; --limit shows more");
    }

    @Test
    void an_expanded_result_has_a_line_for_each_value_and_cuts_nothing() {
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
    void csv_follows_rfc_4180_and_tells_null_from_an_empty_text() {
        String csv = written(CsvWriter::new, false);

        assertThat(csv)
                .isEqualTo("name,n,payload\r\n\"a,\"\"b\"\"\",9007199254740993,\"{\"\"k\"\":[1,2]}\"\r\n\"\",,\r\n");
    }

    @Test
    void json_is_an_array_of_objects_with_numbers_and_json_as_they_are() {
        JsonArray json = new JsonArray(written(JsonRows::array, false));

        assertThat(json).hasSize(2);
        assertThat(json.getJsonObject(0))
                .isEqualTo(
                        new JsonObject("{\"name\":\"a,\\\"b\\\"\",\"n\":9007199254740993,\"payload\":{\"k\":[1,2]}}"));
        assertThat(json.getJsonObject(1)).isEqualTo(new JsonObject("{\"name\":\"\",\"n\":null,\"payload\":null}"));
    }

    @Test
    void ndjson_has_an_object_on_each_line() {
        String ndjson = written(JsonRows::lines, false);

        assertThat(ndjson.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(new JsonObject(line)).hasSize(3));
    }

    @Test
    void an_empty_result_is_still_json_and_csv() {
        assertThat(new JsonArray(empty(JsonRows::array))).isEmpty();
        assertThat(empty(JsonRows::lines)).isEmpty();
        assertThat(empty(CsvWriter::new)).isEqualTo("name,n,payload\r\n");
    }

    @Test
    void a_number_that_json_does_not_know_becomes_a_text() {
        StringWriter text = new StringWriter();
        RowWriter writer = JsonRows.lines(new PrintWriter(text));
        writer.begin(List.of(new Column("a", Kind.NUMBER), new Column("b", Kind.NUMBER)));

        writer.row(List.of("NaN", "1e+20"));

        assertThat(text).hasToString("{\"a\":\"NaN\",\"b\":1e+20}\n");
    }

    @Test
    void a_strangers_escape_sequence_does_not_reach_the_terminal() {
        assertThat(Cell.printable("a\u001b[31m\nb\tc\u202e")).isEqualTo("a\\u001b[31m\\nb\\tc\\u202e");
    }

    @Test
    void compact_json_loses_white_space_between_tokens_only() {
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
