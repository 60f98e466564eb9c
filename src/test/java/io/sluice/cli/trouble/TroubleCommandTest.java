package io.sluice.cli.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Ran;
import io.sluice.cli.client.FakeNode;
import io.sluice.cli.client.FakeNode.Reply;
import io.sluice.cli.client.FakeNode.Request;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TroubleCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private FakeNode node;

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        if (node != null) {
            node.close();
        }
    }

    private Ran run(Function<Request, Reply> answers, String... args) throws IOException {
        node = new FakeNode(answers);
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--admin=" + node.url());
        ByteArrayInputStream in = new ByteArrayInputStream("{\"a\":1}\n".getBytes(StandardCharsets.UTF_8));
        return Ran.command(new TroubleCommand(in, out), all.toArray(String[]::new));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Reply ok(JsonObject answer) {
        return new Reply(200, answer.encode());
    }

    private static JsonObject entry(long id, String outcome) {
        return new JsonObject().put("id", id).put("outcome", outcome);
    }

    private static JsonObject page(JsonObject... entries) {
        return new JsonObject().put("entries", new JsonArray(List.of((Object[]) entries)));
    }

    @Test
    void aListIsATableAndSaysThatThereAreOthers() throws IOException {
        JsonObject listed = new JsonObject()
                .put("id", 17)
                .put("stream", "nginx")
                .put("state", "open")
                .put("reason", "bad\u001b[31m")
                .put("times", 1);

        Ran ran = run(request -> ok(page(listed).put("next", 17)), "list", "--stream", "nginx", "--reason", "a b");

        assertThat(ran.exitCode()).isZero();
        assertThat(printed()).contains("17  nginx", "bad\\u001b[31m", "(1 row)");
        assertThat(ran.err()).contains("--after 17");
        assertThat(node.requests().get(0).path()).isEqualTo("/admin/trouble/list");
        assertThat(node.requests().get(0).query()).contains("stream=nginx").contains("reason=a");
        assertThat(node.requests().get(0).method()).isEqualTo("GET");
    }

    @Test
    void thePayloadAloneIsWrittenByteForByte() throws IOException {
        Ran ran = run(request -> ok(new JsonObject().put("payloadBase64", "e/99")), "show", "17", "--bytes");

        assertThat(ran.exitCode()).isZero();
        assertThat(out.toByteArray()).containsExactly('{', 0xff, '}');
    }

    @Test
    void aChangeGoesOnFromPageToPage() throws IOException {
        Ran ran = run(
                request -> request.body().contains("\"after\"")
                        ? ok(page(entry(3, "stored")))
                        : ok(page(entry(1, "stored"), entry(2, "stored")).put("next", 2)),
                "requeue",
                "--stream",
                "nginx",
                "--note",
                "ticket");

        assertThat(ran.exitCode()).isZero();
        assertThat(printed()).isEqualTo("1 stored\n2 stored\n3 stored\n3 stored\n");
        assertThat(new JsonObject(node.requests().get(1).body()))
                .isEqualTo(new JsonObject()
                        .put("stream", "nginx")
                        .put("note", "ticket")
                        .put("dryRun", false)
                        .put("skipSchema", false)
                        .put("after", 2));
    }

    @Test
    void anEntryThatStaysAsItWasIsAFailure() throws IOException {
        Ran ran = run(request -> ok(page(entry(1, "refused").put("detail", "no number"))), "requeue", "1");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(printed()).contains("1 refused: no number");
    }

    @Test
    void anEditTakesAPayloadFromStandardInputOrAPatchFromAFile() throws IOException {
        Path patch = Files.writeString(folder.resolve("patch.json"), "[{\"op\":\"remove\",\"path\":\"/a\"}]");

        run(request -> ok(page(entry(1, "edited"))), "edit", "1", "--payload", "-");
        String first = node.requests().get(0).body();
        node.close();
        run(request -> ok(page(entry(1, "edited"))), "edit", "--stream", "nginx", "--patch", patch.toString());

        assertThat(new JsonObject(first).getString("payload")).isEqualTo("{\"a\":1}");
        assertThat(new JsonObject(node.requests().get(0).body()).getJsonArray("patch"))
                .hasSize(1);
    }

    @Test
    void whatTheNodeSaysIsOneLineWithTheExitCode() throws IOException {
        Ran away = run(request -> Reply.problem(503, "unavailable", "A server can't be reached"), "list");
        node.close();
        Ran wrong = run(request -> Reply.problem(401, "unauthorized", "Credentials are missing"), "list");

        assertThat(away.exitCode()).isEqualTo(3);
        assertThat(away.err()).isEqualTo("error: 503 A server can't be reached (unavailable)\n");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).contains("give --user or --token");
    }

    @Test
    void aTokenComesFromAFileAndNeverFromTheCommandLine() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "0123456789abcdef0123\n");

        run(request -> ok(page()), "list", "--token", "file:" + token);
        assertThat(node.requests().get(0).header("Authorization")).isEqualTo("Bearer 0123456789abcdef0123");
        node.close();
        Ran open = run(request -> ok(page()), "list", "--token", "0123456789abcdef0123");

        assertThat(open.exitCode()).isEqualTo(2);
        assertThat(open.err()).contains("expected env:NAME or file:/path");
    }

    @Test
    void aUsersPasswordIsReadFromAFile() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "secret\n");

        run(request -> ok(page()), "list", "--user", "anna", "--password", "file:" + password);

        assertThat(node.requests().get(0).header("Authorization")).isEqualTo("Basic YW5uYTpzZWNyZXQ=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "show",
                "edit 1",
                "requeue 1 --payload -",
                "list x",
                "edit 1 --patch [nothing",
                "list --user a --token b"
            })
    void wrongUsageIsToldAndNothingIsAsked(String line) throws IOException {
        Ran ran = run(request -> ok(page()), line.split(" "));

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(node.requests()).isEmpty();
    }
}
