package io.sluice.cli.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Ran;
import io.sluice.cli.client.FakeNode;
import io.sluice.cli.client.FakeNode.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutageCommandsTest {
    private FakeNode node;

    @AfterEach
    void close() {
        if (node != null) {
            node.close();
        }
    }

    private Ran run(Callable<Integer> command, int status, JsonObject answer, String... args) throws IOException {
        node = new FakeNode(request -> new Reply(status, answer.encode()));
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--admin=" + node.url());
        return Ran.command(command, all.toArray(String[]::new));
    }

    private JsonObject asked() {
        return new JsonObject(node.requests().get(0).body());
    }

    @Test
    void aPauseIsAskedForAndSaysHowItEnds() throws IOException {
        JsonObject answer = new JsonObject().put("since", "2026-11-21T03:00:00Z");

        Ran ran = run(new PauseCommand(), 200, answer, "nginx", "--partition", "3", "--note", "new index");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .isEqualToIgnoringNewLines("nginx partition 3 is paused since 2026-11-21T03:00:00Z; sluice resume nginx"
                        + " stores again");
        assertThat(node.requests().get(0).path()).isEqualTo("/admin/pause");
        assertThat(asked())
                .isEqualTo(new JsonObject()
                        .put("stream", "nginx")
                        .put("note", "new index")
                        .put("partition", 3));
    }

    @Test
    void whatIsResumedIsNamed() throws IOException {
        JsonObject pause = new JsonObject().put("partition", 1).put("since", "2026-11-21T03:00:00Z");

        Ran ran = run(new ResumeCommand(), 200, new JsonObject().put("resumed", new JsonArray().add(pause)), "nginx");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).startsWith("nginx partition 1 is stored again; it was paused since 2026-11-21T03:00:00Z");
        assertThat(node.requests().get(0).path()).isEqualTo("/admin/resume");
    }

    @Test
    void aGapIsListedWithTheCommandThatAcknowledgesIt() throws IOException {
        JsonObject gap = new JsonObject()
                .put("stream", "nginx")
                .put("partition", 3)
                .put("kind", "vanished")
                .put("from", 1200)
                .put("to", 1340)
                .put("text", "what happened");

        Ran ran = run(new GapCommand(), 200, new JsonObject().put("gaps", new JsonArray().add(gap)), "list");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .contains("vanished nginx partition 3 1200..1340", "what happened")
                .contains("sluice gap accept nginx --partition 3 --from 1200 --to 1340");
        assertThat(node.requests().get(0).path()).isEqualTo("/admin/gap/list");
    }

    @Test
    void anAcknowledgementNamesTheRange() throws IOException {
        JsonObject answer = new JsonObject()
                .put("id", 1)
                .put("stream", "nginx")
                .put("partition", 3)
                .put("from", 7)
                .put("next", 0)
                .put("nextTopicId", "b");

        Ran ran = run(new GapCommand(), 200, answer, "accept", "nginx", "--partition", "3", "--from", "7");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("7.. is lost; storing goes on at offset 0 of topic id b");
        assertThat(asked())
                .isEqualTo(new JsonObject()
                        .put("stream", "nginx")
                        .put("partition", 3)
                        .put("from", 7)
                        .put("note", ""));
    }

    @Test
    void anAcknowledgementWithoutARangeIsWrongUsage() throws IOException {
        Ran ran = run(new GapCommand(), 200, new JsonObject(), "accept", "nginx");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(node.requests()).isEmpty();
    }

    @Test
    void aDayIsHeldAndTheAnswerSaysHowThatEnds() throws IOException {
        Ran ran = run(new HoldCommand(), 200, new JsonObject(), "nginx", "2026-11-20", "--note", "a case at court");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .isEqualToIgnoringNewLines("nginx of 2026-11-20 stays; sluice release nginx 2026-11-20 ends that");
        assertThat(node.requests().get(0).path()).isEqualTo("/admin/hold");
        assertThat(asked())
                .isEqualTo(new JsonObject()
                        .put("stream", "nginx")
                        .put("day", "2026-11-20")
                        .put("note", "a case at court"));
    }

    @Test
    void theDaysOnHoldAreListed() throws IOException {
        JsonObject hold = new JsonObject()
                .put("stream", "nginx")
                .put("day", "2026-11-20")
                .put("at", "2026-11-21T03:00:00Z")
                .put("who", "anna")
                .put("note", "a case\nat court");

        Ran ran = run(new HoldCommand(), 200, new JsonObject().put("holds", new JsonArray().add(hold)), "--list");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .isEqualToIgnoringNewLines("nginx 2026-11-20 since 2026-11-21T03:00:00Z by anna \"a case\\nat court\"");
        assertThat(node.requests().get(0).path()).isEqualTo("/admin/hold/list");
    }

    @Test
    void aHoldWithoutADayIsWrongUsage() throws IOException {
        Ran ran = run(new HoldCommand(), 200, new JsonObject(), "nginx");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(node.requests()).isEmpty();
    }

    @Test
    void aDayIsReleased() throws IOException {
        Ran ran = run(new ReleaseCommand(), 200, new JsonObject(), "nginx", "2026-11-20");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).isEqualToIgnoringNewLines("nginx of 2026-11-20 is no longer on hold");
        assertThat(node.requests().get(0).path()).isEqualTo("/admin/hold/release");
        assertThat(asked()).isEqualTo(new JsonObject().put("stream", "nginx").put("day", "2026-11-20"));
    }

    @Test
    void aRefusalIsSaidAndIsNoSuccess() throws IOException {
        JsonObject problem = new JsonObject().put("code", "conflict").put("detail", "there is no gap in partition 3");

        Ran ran = run(new GapCommand(), 409, problem, "accept", "nginx", "--partition", "3", "--from", "7");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("there is no gap in partition 3");
    }
}
