package io.sluice.cli.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Ran;
import io.sluice.cli.client.FakeNode;
import io.sluice.cli.client.FakeNode.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BalanceCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private FakeNode node;

    @AfterEach
    void close() {
        node.close();
    }

    private Ran run(Reply reply, String... args) throws IOException {
        node = new FakeNode(request -> reply);
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--admin=" + node.url());
        return Ran.command(new BalanceCommand(out), all.toArray(String[]::new));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static JsonObject cell() {
        return new JsonObject()
                .put("stream", "nginx")
                .put("quarter", "2026-11-21T03:00:00Z")
                .put("client", "web")
                .put("partition", 2)
                .put("even", false)
                .put("appended", 5)
                .put("stored", 5)
                .put("rows", 4)
                .put("problems", new JsonArray().add("stored 5 by the counts, but there are 4 rows"))
                .put("firstOffset", 7)
                .put("lastOffset", 9)
                .put(
                        "places",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("what", "doubled")
                                        .put("firstOffset", 8)
                                        .put("lastOffset", 8)
                                        .put("index", 1))
                                .add(new JsonObject()
                                        .put("what", "absent")
                                        .put("firstOffset", 7)
                                        .put("lastOffset", 9)));
    }

    private static JsonObject sheet(boolean even, JsonObject partition, JsonObject... cells) {
        return new JsonObject()
                .put("even", even)
                .put("from", "2026-11-20T03:00:00Z")
                .put("to", "2026-11-21T03:00:00Z")
                .put("partitions", new JsonArray().add(partition))
                .put("streams", new JsonArray())
                .put("unevenCells", cells.length)
                .put("cells", new JsonArray(List.of((Object[]) cells)));
    }

    private static JsonObject partition() {
        return new JsonObject()
                .put("stream", "nginx")
                .put("topic", "logs.nginx")
                .put("partition", 0)
                .put("stored", 10)
                .put("gap", 0)
                .put("inKafka", 2)
                .put("logEnd", 12)
                .put("even", true);
    }

    @Test
    void anEvenSheetEndsWithZero() throws IOException {
        Ran ran = run(new Reply(200, sheet(true, partition()).encode()));

        assertThat(ran.exitCode()).isZero();
        assertThat(printed())
                .contains("nginx           0      10    0        2      12  true")
                .endsWith("even\n");
        assertThat(node.requests().get(0).path()).isEqualTo("/admin/balance");
    }

    @Test
    void anUnevenOneNamesPartitionAndOffsets() throws IOException {
        JsonObject gone = partition().put("even", false).put("problem", "offsets 3 to 5 are gone");

        Ran ran = run(new Reply(200, sheet(false, gone, cell()).encode()), "--stream", "nginx", "--rows");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(printed())
                .contains("logs.nginx, partition 0: offsets 3 to 5 are gone")
                .contains("nginx, partition 2, 2026-11-21T03:00:00Z, client web: stored 5 by the counts, but there are"
                        + " 4 rows; offsets 7 to 9")
                .contains("doubled at offset 8, index 1")
                .contains("absent at offset 7 to 9")
                .endsWith("NOT EVEN\n");
        assertThat(node.requests().get(0).query()).contains("stream=nginx", "rows=true");
    }

    @Test
    void jsonIsWhatTheNodeAnswered() throws IOException {
        JsonObject sheet = sheet(true, partition());

        run(new Reply(200, sheet.encode()), "--format", "json");

        assertThat(new JsonObject(printed())).isEqualTo(sheet);
    }

    @Test
    void aNodeThatCannotBeAskedIsNoUnevenSheet() throws IOException {
        Ran ran = run(new Reply(503, "{\"title\":\"away\",\"code\":\"unavailable\"}"));

        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.err()).startsWith("error: ");
    }
}
