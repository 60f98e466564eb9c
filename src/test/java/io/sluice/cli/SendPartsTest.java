package io.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendPartsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

    @Test
    void lines_know_their_number_and_where_the_next_one_begins() throws IOException {
        LineReader reader = reader("a\n\n\tbc\r\n \nd");

        assertThat(lines(reader))
                .extracting(line -> new String(line.bytes(), UTF_8) + "@" + line.number() + "-" + line.end())
                .containsExactly("a@1-2", "\tbc\r@3-8", "d@5-11");
    }

    @Test
    void a_line_longer_than_the_read_buffer_is_one_line() throws IOException {
        String longLine = "x".repeat(200_000);

        List<Line> lines = lines(reader(longLine + "\n" + longLine));

        assertThat(lines).extracting(line -> line.bytes().length).containsExactly(200_000, 200_000);
    }

    @Test
    void batches_end_at_their_number_of_events_or_bytes_and_leave_no_gap() throws IOException {
        String big = "x".repeat(600_000);
        Batcher batcher = new Batcher(reader(big + "\n" + big + "\na\nb\nc\nd\n"), 0, 3, false);

        List<Batch> batches = batches(batcher);

        assertThat(batches).extracting(batch -> batch.lines().size()).containsExactly(1, 3, 2);
        assertThat(batches).extracting(Batch::start).containsExactly(0L, 600_001L, 1_200_006L);
        assertThat(batches).extracting(Batch::end).containsExactly(600_001L, 1_200_006L, 1_200_010L);
        assertThat(batches)
                .extracting(batch -> batch.body().length)
                .allMatch(bytes -> bytes <= Batcher.MAX_BATCH_BYTES);
    }

    @Test
    void a_slow_pipe_is_not_waited_for() throws IOException {
        Batcher batcher = new Batcher(reader("a\nb\n"), 0, 500, true);

        Batch batch = batcher.next();

        assertThat(batch.lines()).hasSize(2);
    }

    @Test
    void the_prefix_grows_over_batches_that_ended_in_another_order() throws IOException {
        List<Batch> batches = batches(new Batcher(reader("a\nb\nc\n"), 0, 1, false));
        AcceptedPrefix prefix = new AcceptedPrefix(0, 0);

        List<Boolean> longer = Stream.of(batches.get(2), batches.get(0), batches.get(1))
                .map(prefix::add)
                .toList();

        assertThat(longer).containsExactly(false, true, true);
        assertThat(prefix.offset()).isEqualTo(6);
        assertThat(prefix.line()).isEqualTo(3);
    }

    @Test
    void a_key_is_the_same_for_the_same_lines_of_a_run_and_another_for_others() throws IOException {
        Batch batch = batches(new Batcher(reader("a\nb\n"), 0, 2, false)).get(0);
        Batch again = batches(new Batcher(reader("a\nb\n"), 0, 2, false)).get(0);

        assertThat(batch.idempotencyKey("run"))
                .isEqualTo(again.idempotencyKey("run"))
                .matches("[a-z0-9-]{1,64}");
        assertThat(batch.idempotencyKey("other")).isNotEqualTo(batch.idempotencyKey("run"));
        assertThat(batch.without(java.util.Set.of(batch.lines().get(0))).idempotencyKey("run"))
                .isNotEqualTo(batch.idempotencyKey("run"));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 502, 503, 504})
    void these_answers_mean_later(int status) {
        assertThat(AnswerReader.read(status, "", "3", NOW))
                .isInstanceOfSatisfying(
                        Answer.Later.class,
                        later -> assertThat(later.retryAfter()).isEqualTo(Duration.ofSeconds(3)));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 404, 409, 413, 415, 422, 500})
    void these_answers_mean_never(int status) {
        assertThat(AnswerReader.read(status, "<html>\n no </html>", null, NOW))
                .isEqualTo(new Answer.Refused(status + " <html> no </html>", List.of(), 0));
    }

    @Test
    void a_success_without_a_receipt_is_no_success() {
        assertThat(AnswerReader.read(200, "hello", null, NOW)).isInstanceOf(Answer.Refused.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | PT7S",
                "Sat, 21 Nov 2026 00:00:09 GMT | PT9S",
                "Fri, 20 Nov 2026 00:00:00 GMT | PT0S",
                "soon |"
            })
    void retry_after_is_seconds_or_a_date(String header, Duration expected) {
        Answer answer = AnswerReader.read(503, "", header, NOW);

        assertThat(((Answer.Later) answer).retryAfter()).isEqualTo(expected);
    }

    @Test
    void waits_double_up_to_five_seconds_and_are_never_shorter_than_asked_for() {
        RetryPolicy least = new RetryPolicy(() -> 0);
        RetryPolicy most = new RetryPolicy(() -> 1);

        assertThat(IntStream.of(1, 2, 3, 20)
                        .mapToObj(attempt -> most.wait(attempt, null).toMillis()))
                .containsExactly(200L, 400L, 800L, 5000L);
        assertThat(least.wait(1, null)).hasMillis(100);
        assertThat(least.wait(9, Duration.ofSeconds(2))).hasSeconds(2);
        assertThat(most.wait(9, Duration.ofSeconds(2))).hasMillis(2200);
    }

    @Test
    void progress_is_a_bar_when_the_size_is_known_and_counts_when_not() {
        assertThat(ProgressLine.of(1500, 1 << 20, 4 << 20, Duration.ofSeconds(2)))
                .isEqualTo("[######..................]  25%  1,500 events  750/s  1.0 MiB");
        assertThat(ProgressLine.of(1500, 1 << 20, 0, Duration.ofSeconds(2))).isEqualTo("1,500 events  750/s  1.0 MiB");
    }

    @Test
    void a_state_that_can_not_be_read_says_what_to_do(@TempDir Path folder) throws IOException {
        Path input = Files.writeString(folder.resolve("in"), "a\n");
        Path state = Files.writeString(folder.resolve("state"), "{");

        assertThatThrownBy(() -> new ResumeFile(input, state).load()).hasMessageContaining("delete it");
    }

    private static LineReader reader(String text) {
        return new LineReader(new ByteArrayInputStream(text.getBytes(UTF_8)), "in", 0, 0);
    }

    private static List<Line> lines(LineReader reader) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (Line line = reader.next(); line != null; line = reader.next()) {
            lines.add(line);
        }
        return lines;
    }

    private static List<Batch> batches(Batcher batcher) throws IOException {
        List<Batch> batches = new ArrayList<>();
        for (Batch batch = batcher.next(); batch != null; batch = batcher.next()) {
            batches.add(batch);
        }
        return batches;
    }
}
