package io.sluice.cli.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sluice.cli.Ran;
import io.sluice.cli.client.ExitCode;
import io.sluice.cli.client.FakeNode;
import io.sluice.cli.client.FakeNode.Reply;
import io.sluice.cli.client.FakeTime;
import io.sluice.cli.client.StopSignal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendCommandTest {
    @TempDir
    Path folder;

    private final StopSignal stop = new StopSignal();
    private final FakeTime time = new FakeTime(stop);
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("events.ndjson");
    }

    @Test
    void sendsAFileInGzippedBatchesAndEndsWithTheLastReceipt() throws IOException {
        write(events(12));
        try (FakeNode node = new FakeNode(FakeNode::acceptAll)) {
            Ran ran = send(node, "nginx", "--batch", "5", "--parallel", "1", file.toString());

            assertThat(ran).isEqualTo(new Ran(0, "accepted 12 events in 3 requests; last receipt receipt-2\n", ""));
            assertThat(node.requests()).extracting(r -> r.lines().size()).containsExactly(5, 5, 2);
            assertThat(node.allLines()).isEqualTo(events(12));
            assertThat(node.requests()).allSatisfy(request -> {
                assertThat(request.method() + " " + request.path()).isEqualTo("POST /v1/logs/nginx");
                assertThat(request.header("Content-type")).isEqualTo("application/x-ndjson");
                assertThat(request.header("Content-encoding")).isEqualTo("gzip");
            });
            assertThat(node.requests())
                    .extracting(r -> r.header("Idempotency-key"))
                    .doesNotHaveDuplicates();
            assertThat(folder.toFile().list()).containsExactly("events.ndjson");
        }
    }

    @Test
    void sendsUncompressedWhenAskedTo() throws IOException {
        write(events(1));
        try (FakeNode node = new FakeNode(FakeNode::acceptAll)) {
            Ran ran = send(node, "nginx", "--no-gzip", file.toString());

            assertThat(ran.exitCode()).isZero();
            assertThat(node.requests().get(0).header("Content-encoding")).isNull();
            assertThat(node.requests().get(0).body()).isEqualTo("{\"n\":0}\n");
        }
    }

    @Test
    void readsStandardInputAndPassesOverBlankLines() throws IOException {
        InputStream in = new ByteArrayInputStream("{\"n\":0}\r\n\n  \n{\"n\":1}".getBytes(UTF_8));
        try (FakeNode node = new FakeNode(FakeNode::acceptAll)) {
            Ran ran = Ran.command(new SendCommand(in, stop, time, time), "nginx", "--url", node.url());

            assertThat(ran.exitCode()).isZero();
            assertThat(node.allLines()).extracting(String::strip).containsExactly("{\"n\":0}", "{\"n\":1}");
        }
    }

    @Test
    void waitsAsLongAsTheNodeAsksAndSendsTheSameRequestAgain() throws IOException {
        write(events(3));
        AtomicInteger tries = new AtomicInteger();
        try (FakeNode node = new FakeNode(request -> tries.incrementAndGet() == 1
                ? Reply.problem(503, "overloaded", "This node is busy").with("Retry-After", "7")
                : FakeNode.acceptAll(request))) {
            Ran ran = send(node, "nginx", file.toString());

            assertThat(ran.exitCode()).isZero();
            assertThat(ran.err()).contains("503 This node is busy (overloaded); trying again");
            assertThat(time.waits())
                    .hasSize(1)
                    .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofSeconds(7), Duration.ofMillis(7700)));
            assertThat(node.requests())
                    .extracting(r -> r.header("Idempotency-key"))
                    .hasSize(2)
                    .containsOnly(node.requests().get(0).header("Idempotency-key"));
        }
    }

    @Test
    void tellsHowOftenItSentAgainWhatMayHaveBeenWritten() throws IOException {
        write(events(1));
        AtomicInteger tries = new AtomicInteger();
        try (FakeNode node = new FakeNode(request -> tries.incrementAndGet() == 1
                ? Reply.problem(503, "outcome_unknown", "It isn't known")
                : FakeNode.acceptAll(request))) {
            Ran ran = send(node, "nginx", file.toString());

            assertThat(ran.exitCode()).isZero();
            assertThat(ran.err()).contains("1 requests were sent again after an unknown outcome");
        }
    }

    @Test
    void stopsAfterAnUnknownOutcomeWhenAskedTo() throws IOException {
        write(events(1));
        try (FakeNode node = new FakeNode(request -> Reply.problem(503, "outcome_unknown", "It isn't known"))) {
            Ran ran = send(node, "nginx", "--no-retry-unknown", file.toString());

            assertThat(ran.exitCode()).isEqualTo(ExitCode.GAVE_UP);
            assertThat(node.requests()).hasSize(1);
            assertThat(ran.err()).contains("not sent again, since it may have been written");
        }
    }

    @Test
    void givesUpWhenNothingListensUntilTheTimeout() throws IOException {
        write(events(1));
        Ran ran = command("nginx", "--url", "http://127.0.0.1:" + closedPort(), "--timeout", "20s", file.toString());

        assertThat(ran.exitCode()).isEqualTo(ExitCode.GAVE_UP);
        assertThat(ran.err()).contains("no connection").contains("gave up after 20s");
        assertThat(ran.out()).isEqualTo("accepted 0 events in 0 requests\n");
        assertThat(time.waits()).hasSizeGreaterThan(3);
    }

    @Test
    void namesTheLineOfTheFileThatWasRefused() throws IOException {
        write(List.of("{\"n\":0}", "", "{\"n\":1}", "{\"n\":2}", "{\"n\":\"bad\"}"));
        try (FakeNode node = new FakeNode(request -> request.body().contains("bad")
                ? refusal(1, 2, "/n", "must be a number")
                : FakeNode.acceptAll(request))) {
            Ran ran = send(node, "nginx", "--batch", "2", "--parallel", "1", file.toString());

            assertThat(ran.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(ran.err())
                    .contains("refused: 422 One or more events are not valid (invalid_events)")
                    .contains(file + ":5: /n must be a number")
                    .contains("everything up to line 3 is done; --resume goes on from there");
            assertThat(ran.out()).startsWith("accepted 2 events in 1 requests");
        }
    }

    @Test
    void putsBadLinesAsideAndSendsTheOthersOfTheBatch() throws IOException {
        write(List.of("{\"n\":0}", "bad", "{\"n\":1}"));
        try (FakeNode node = new FakeNode(request ->
                request.body().contains("bad") ? refusal(1, 2, "", "is no JSON") : FakeNode.acceptAll(request))) {
            Ran ran = send(node, "nginx", "--skip-bad", file.toString());

            assertThat(ran.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(ran.out()).startsWith("accepted 2 events in 1 requests");
            assertThat(ran.err()).contains("events.ndjson:2: is no JSON", "1 lines were refused and put aside");
            assertThat(folder.resolve("events.ndjson.rejected")).hasContent("bad");
            assertThat(node.requests())
                    .extracting(r -> r.header("Idempotency-key"))
                    .doesNotHaveDuplicates();
            assertThat(folder.resolve("events.ndjson.sluice-resume")).doesNotExist();
        }
    }

    @Test
    void aRunThatGoesOnAfterAnInterruptionSendsEachLineOnce() throws IOException {
        write(events(20));
        AtomicInteger requests = new AtomicInteger();
        List<String> accepted = Collections.synchronizedList(new ArrayList<>());
        try (FakeNode node = new FakeNode(request -> {
            if (requests.incrementAndGet() == 3) {
                stop.raise();
            }
            accepted.addAll(request.lines());
            return FakeNode.acceptAll(request);
        })) {
            Ran first = send(node, "nginx", "--batch", "2", "--parallel", "1", file.toString());
            assertThat(first.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(first.out()).startsWith("accepted 6 events in 3 requests");
            StopSignal again = new StopSignal();
            FakeTime later = new FakeTime(again);

            Ran second = Ran.command(
                    new SendCommand(InputStream.nullInputStream(), again, later, later),
                    "nginx",
                    "--url",
                    node.url(),
                    "--batch",
                    "2",
                    "--resume",
                    file.toString());

            assertThat(second.exitCode()).isZero();
            assertThat(second.out()).startsWith("accepted 14 events in 7 requests");
            assertThat(accepted).containsExactlyInAnyOrderElementsOf(events(20));
            assertThat(folder.resolve("events.ndjson.sluice-resume")).doesNotExist();
        }
    }

    @Test
    void doesNotBeginAHalfSentFileAgainByMistake() throws IOException {
        write(events(4));
        new ResumeFile(file, folder.resolve("events.ndjson.sluice-resume")).save("run", 8, 1);
        try (FakeNode node = new FakeNode(FakeNode::acceptAll)) {
            Ran ran = send(node, "nginx", file.toString());

            assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(ran.err()).contains("was sent up to line 1", "add --resume to go on");
            assertThat(node.requests()).isEmpty();
        }
    }

    @Test
    void refusesToGoOnWithAFileWhoseSentPartHasChanged() throws IOException {
        write(events(4));
        new ResumeFile(file, folder.resolve("events.ndjson.sluice-resume")).save("run", 8, 1);
        write(List.of("{\"n\":9}", "{\"n\":1}"));
        try (FakeNode node = new FakeNode(FakeNode::acceptAll)) {
            Ran ran = send(node, "nginx", "--resume", file.toString());

            assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(ran.err()).contains("is not the file that");
            assertThat(node.requests()).isEmpty();
        }
    }

    @Test
    void namesFileAndLineOfALineThatIsTooLong() throws IOException {
        write(List.of("{\"n\":0}", "x".repeat(LineReader.MAX_LINE_BYTES + 1)));
        try (FakeNode node = new FakeNode(FakeNode::acceptAll)) {
            Ran ran = send(node, "nginx", file.toString());

            assertThat(ran.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(ran.err()).contains(file + ":2: the line is longer than 1 MiB");
        }
    }

    @Test
    void aRefusalEndsTheRunAlthoughAPipesOtherEndStaysOpen() throws IOException {
        try (FakeNode node = new FakeNode(request -> Reply.problem(404, "unknown_stream", "There is no such stream"));
                PipedOutputStream other = new PipedOutputStream();
                InputStream in = new PipedInputStream(other)) {
            other.write("{\"n\":0}\n".getBytes(UTF_8));

            Ran ran = assertTimeoutPreemptively(
                    Duration.ofSeconds(30),
                    () -> Ran.command(new SendCommand(in, stop, time, time), "nope", "--url", node.url()));

            assertThat(ran.exitCode()).isEqualTo(ExitCode.FAILED);
        }
    }

    @Test
    void anUnknownStreamIsToldInOneLine() throws IOException {
        write(events(2));
        try (FakeNode node = new FakeNode(request -> Reply.problem(404, "unknown_stream", "There is no such stream"))) {
            Ran ran = send(node, "nope", file.toString());

            assertThat(ran.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(ran.err()).contains("refused: 404 There is no such stream (unknown_stream)");
        }
    }

    @Test
    void wrongUsageIsToldBeforeAnythingIsSent() throws IOException {
        write(events(1));

        assertThat(command("nginx", folder.resolve("absent").toString()).exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(command("nginx", "--resume").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(command("nginx", "--batch", "0", file.toString()).exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(command("nginx", "--url", "ftp://x", file.toString()).exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(command("nginx", "--timeout", "soon", file.toString()).exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(command().exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void helpTellsOptionsDefaultsExitCodesAndExamples() {
        Ran ran = command("--help");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .contains("send", "STREAM", "Default: 500", "Default: 2m", "http://127.0.0.1:8080")
                .contains("Exit codes:", "Examples:", "tail -F");
    }

    private Ran send(FakeNode node, String... args) {
        List<String> all = new ArrayList<>(List.of("--url", node.url()));
        all.addAll(List.of(args));
        return command(all.toArray(String[]::new));
    }

    private Ran command(String... args) {
        return Ran.command(new SendCommand(InputStream.nullInputStream(), stop, time, time), args);
    }

    private void write(List<String> lines) throws IOException {
        Files.write(file, lines);
    }

    private static List<String> events(int count) {
        return IntStream.range(0, count).mapToObj(n -> "{\"n\":" + n + "}").toList();
    }

    private static Reply refusal(int index, int line, String pointer, String reason) {
        return new Reply(422, """
                {"status":422,"code":"invalid_events","title":"One or more events are not valid","badEvents":1,
                 "faults":[{"index":%d,"line":%d,"pointer":"%s","reason":"%s"}]}""".formatted(index, line, pointer, reason));
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
