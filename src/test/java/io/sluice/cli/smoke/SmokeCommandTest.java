package io.sluice.cli.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Ran;
import io.sluice.cli.client.FakeNode;
import io.sluice.cli.client.FakeNode.Reply;
import io.sluice.cli.client.FakeNode.Request;
import io.sluice.cli.client.FakeTime;
import io.sluice.cli.client.StopSignal;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmokeCommandTest {
    private final FakeTime time = new FakeTime(new StopSignal());

    @Test
    void followsAMarkedEventUntilItIsStored() throws IOException {
        AtomicInteger questions = new AtomicInteger();
        try (FakeNode node = new FakeNode(request -> isPost(request)
                ? Reply.accepted(1, "r/1")
                : receipt(questions.incrementAndGet() < 3 ? "accepted" : "stored", "[]"))) {
            Ran ran = smoke(node.url());

            assertThat(ran.exitCode()).isZero();
            assertThat(ran.out()).contains("accepted in 0 ms, receipt r/1").contains("stored after 150 ms");
            JsonObject event = new JsonObject(node.requests().get(0).body());
            assertThat(node.requests().get(0).path()).isEqualTo("/v1/logs/playback");
            assertThat(event.getString("event")).isEqualTo("sluice.smoke");
            assertThat(event.getString("userId")).startsWith("smoke-");
            assertThat(Instant.parse(event.getString("at"))).isBeforeOrEqualTo(Instant.now());
            assertThat(event.fieldNames()).contains("trackId", "playedMs");
        }
    }

    @Test
    void failsWhenTheEventIsNotStoredInTime() throws IOException {
        try (FakeNode node =
                new FakeNode(request -> isPost(request) ? Reply.accepted(1, "r") : receipt("accepted", "[]"))) {
            Ran ran = smoke(node.url(), "--timeout", "5s");

            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.out()).contains("FAILED: accepted, but not stored within 5s: its receipt says 'accepted'");
        }
    }

    @Test
    void failsWhenTheEventIsInTrouble() throws IOException {
        try (FakeNode node = new FakeNode(request -> isPost(request)
                ? Reply.accepted(1, "r")
                : receipt("stored", "[{\"index\":0,\"reason\":\"no such column\"}]"))) {
            Ran ran = smoke(node.url());

            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.out()).contains("FAILED: the event is in the trouble queue: no such column");
        }
    }

    @Test
    void failsWhenTheEventIsLost() throws IOException {
        try (FakeNode node =
                new FakeNode(request -> isPost(request) ? Reply.accepted(1, "r") : receipt("lost", "[]"))) {
            Ran ran = smoke(node.url());

            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.out()).contains("FAILED: the event is lost");
        }
    }

    @Test
    void failsWithTheProblemsTextWhenTheEventIsRefused() throws IOException {
        try (FakeNode node = new FakeNode(request -> Reply.problem(404, "unknown_stream", "There is no such stream"))) {
            Ran ran = smoke(node.url());

            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.out()).contains("FAILED: refused: 404 There is no such stream (unknown_stream)");
            assertThat(time.waits()).isEmpty();
        }
    }

    @Test
    void namesWhatIsWrongWithTheEvent() throws IOException {
        try (FakeNode node = new FakeNode(request -> new Reply(422, """
                {"status":422,"code":"invalid_events","title":"Not valid","badEvents":1,
                 "faults":[{"index":0,"line":1,"pointer":"/at","reason":"is missing"}]}"""))) {
            Ran ran = smoke(node.url());

            assertThat(ran.out()).endsWith("FAILED: refused: 422 Not valid (invalid_events); /at is missing\n");
        }
    }

    @Test
    void failsWhenNothingListensUntilTheTimeout() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        Ran ran = smoke("http://127.0.0.1:" + port, "--timeout", "2s");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out())
                .contains("FAILED: not accepted: ")
                .contains("no connection")
                .contains("gave up after 2s");
    }

    @Test
    void sendsAnEventOfTheUsersOwnAsItIs(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("event.json"), "{ \"mine\": 1 }");
        try (FakeNode node =
                new FakeNode(request -> isPost(request) ? Reply.accepted(1, "r") : receipt("stored", "[]"))) {
            Ran ran = smoke(node.url(), "--stream", "nginx", "--event", file.toString());

            assertThat(ran.exitCode()).isZero();
            assertThat(node.requests().get(0).path()).isEqualTo("/v1/logs/nginx");
            assertThat(node.requests().get(0).body()).isEqualTo("{ \"mine\": 1 }");
        }
    }

    @Test
    void anotherStreamNeedsAnEvent() {
        Ran ran = smoke("--stream", "nginx");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("--stream nginx needs --event FILE");
    }

    private Ran smoke(String... args) {
        return Ran.command(new SmokeCommand(time, time), args);
    }

    private static boolean isPost(Request request) {
        return request.method().equals("POST");
    }

    private static Reply receipt(String state, String trouble) {
        return new Reply(200, "{\"state\":\"" + state + "\",\"accepted\":1,\"stored\":0,\"trouble\":" + trouble + "}");
    }
}
