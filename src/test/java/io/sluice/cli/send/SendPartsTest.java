package io.sluice.cli.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendPartsTest {
    @Test
    void linesKnowTheirNumberAndWhereTheNextOneBegins() throws IOException {
        LineReader reader = reader("a\n\n\tbc\r\n \nd");

        assertThat(lines(reader))
                .extracting(line -> new String(line.bytes(), UTF_8) + "@" + line.number() + "-" + line.end())
                .containsExactly("a@1-2", "\tbc\r@3-8", "d@5-11");
    }

    @Test
    void aLineLongerThanTheReadBufferIsOneLine() throws IOException {
        String longLine = "x".repeat(200_000);

        List<Line> lines = lines(reader(longLine + "\n" + longLine));

        assertThat(lines).extracting(line -> line.bytes().length).containsExactly(200_000, 200_000);
    }

    @Test
    void batchesEndAtTheirNumberOfEventsOrBytesAndLeaveNoGap() throws IOException {
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
    void aSlowPipeIsNotWaitedFor() throws IOException {
        Batcher batcher = new Batcher(reader("a\nb\n"), 0, 500, true);

        Batch batch = batcher.next();

        assertThat(batch.lines()).hasSize(2);
    }

    @Test
    void thePrefixGrowsOverBatchesThatEndedInAnotherOrder() throws IOException {
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
    void aKeyIsTheSameForTheSameLinesOfARunAndAnotherForOthers() throws IOException {
        Batch batch = batches(new Batcher(reader("a\nb\n"), 0, 2, false)).get(0);
        Batch again = batches(new Batcher(reader("a\nb\n"), 0, 2, false)).get(0);

        assertThat(batch.idempotencyKey("run"))
                .isEqualTo(again.idempotencyKey("run"))
                .matches("[a-z0-9-]{1,64}");
        assertThat(batch.idempotencyKey("other")).isNotEqualTo(batch.idempotencyKey("run"));
        assertThat(batch.without(java.util.Set.of(batch.lines().get(0))).idempotencyKey("run"))
                .isNotEqualTo(batch.idempotencyKey("run"));
    }

    @Test
    void progressIsABarWhenTheSizeIsKnownAndCountsWhenNot() {
        assertThat(ProgressLine.of(1500, 1 << 20, 4 << 20, Duration.ofSeconds(2)))
                .isEqualTo("[######..................]  25%  1,500 events  750/s  1.0 MiB");
        assertThat(ProgressLine.of(1500, 1 << 20, 0, Duration.ofSeconds(2))).isEqualTo("1,500 events  750/s  1.0 MiB");
    }

    @Test
    void aStateThatCanNotBeReadSaysWhatToDo(@TempDir Path folder) throws IOException {
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
