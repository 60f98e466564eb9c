package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Address;
import io.sluice.message.AdminAnswer;
import io.sluice.message.AdminQuestion;
import io.sluice.message.Bus;
import io.sluice.support.FakeBridge;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Metric;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What keeps one partition from being stored while the others go on. */
class HoldsIT extends Scenario {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void anUnknownStateStopsOnlyThePartitionAtFaultUntilTheCauseIsGone() throws Exception {
        log.topic("nginx", 3);
        Vertx node = startNode(postgres.config());
        log.append("nginx", 0, FakeBridge.record(now, "web", event(1)));
        awaitOffset("nginx", 0, 1);
        ask(node, "pause", new JsonObject().put("stream", "nginx"));
        awaitDetail("paused");
        postgres.execute("CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF NEW.kafka_partition = 1 THEN RAISE EXCEPTION 'not this one'; END IF; RETURN NEW; END $$");
        postgres.execute(
                "CREATE TRIGGER refuse BEFORE INSERT ON logs.nginx FOR EACH ROW" + " EXECUTE FUNCTION public.refuse()");
        for (int partition = 0; partition < 3; partition++) {
            log.append("nginx", partition, FakeBridge.record(now, "web", event(2)));
        }

        ask(node, "resume", new JsonObject().put("stream", "nginx"));

        awaitOffset("nginx", 0, 2);
        awaitOffset("nginx", 2, 1);
        awaitDetail("partition 1 of logs.nginx: PostgreSQL refuses to store from it, with state P0001: not this one");
        log.append("nginx", 0, FakeBridge.record(now, "web", event(3)));
        awaitOffset("nginx", 0, 3);
        assertThat(one("SELECT next_offset FROM sluice.consumer_offset WHERE partition = 1"))
                .isEqualTo("0");
        assertThat(one("SELECT count(*) FROM sluice.trouble")).isEqualTo("0");
        assertThat(meters.get(Metric.INCIDENTS.text()).gauge().value()).isEqualTo(1);
        assertThat(meters.get(Metric.STORE_FAILURES.text())
                        .tag("state", "P0001")
                        .counter()
                        .count())
                .isGreaterThanOrEqualTo(2);

        postgres.execute("DROP TRIGGER refuse ON logs.nginx");

        awaitOffset("nginx", 1, 1);
        eventually(() -> assertThat(health.parts().get("database").status()).isEqualTo(Health.Status.UP));
    }

    @Test
    void tooManyEventsInTroublePauseThePartitionUntilItIsResumed() throws Exception {
        log.topic("nginx", 2);
        String[] events = IntStream.range(0, 1000).mapToObj(Scenario::event).toArray(String[]::new);
        for (int i = 0; i < 120; i++) {
            events[i] = "{\"requests\":{\"total\":\"many\"}}";
        }
        log.append("nginx", 0, FakeBridge.record(now, "web", events));
        Vertx node = startNode(postgres.config());
        awaitOffset("nginx", 0, 1);
        awaitDetail("partition 0 of logs.nginx: 120 of the last 1000 events are in trouble");
        eventually(() -> assertThat(one("SELECT count(*) FROM sluice.pause WHERE incident AND partition = 0"))
                .isEqualTo("1"));
        log.append("nginx", 0, FakeBridge.record(now, "web", event(1)));
        log.append("nginx", 1, FakeBridge.record(now, "web", event(1)));
        awaitOffset("nginx", 1, 1);
        assertThat(one("SELECT next_offset FROM sluice.consumer_offset WHERE partition = 0"))
                .isEqualTo("1");

        JsonObject answer = ask(node, "resume", new JsonObject().put("stream", "nginx"));

        assertThat(answer.getJsonArray("resumed")).hasSize(1);
        awaitOffset("nginx", 0, 2);
        eventually(() -> assertThat(health.parts().get("database").status()).isEqualTo(Health.Status.UP));
    }

    @Test
    void aPauseHoldsOnEveryNodeAndAcrossRestarts() throws Exception {
        log.topic("nginx", 2);
        log.topic("playback", 1);
        Vertx first = startNode(postgres.config());
        startNode(postgres.config());
        log.append("nginx", 0, FakeBridge.record(now, "web", event(1)));
        awaitOffset("nginx", 0, 1);

        ask(first, "pause", new JsonObject().put("stream", "nginx").put("note", "index being built"));

        awaitDetail("stream nginx is paused by anna (index being built); sluice resume nginx stores again");
        finish(first.close());
        Vertx third = startNode(postgres.config());
        log.append("nginx", 0, FakeBridge.record(now, "web", event(2)));
        log.append("nginx", 1, FakeBridge.record(now, "web", event(2)));
        log.append("playback", 0, FakeBridge.record(now, "app", "{\"event\":\"play\"}"));
        awaitOffset("playback", 0, 1);
        eventually(() -> assertThat(meters.get(Metric.BACKLOG_RECORDS.text())
                        .tag("stream", "nginx")
                        .tag("partition", "1")
                        .gauge()
                        .value())
                .isEqualTo(1));
        assertThat(one("SELECT sum(next_offset) FROM sluice.consumer_offset WHERE stream = 'nginx'"))
                .isEqualTo("1");

        ask(third, "resume", new JsonObject().put("stream", "nginx"));

        awaitOffset("nginx", 0, 2);
        awaitOffset("nginx", 1, 1);
    }

    @Test
    void onlyAKnownStreamIsPaused() throws Exception {
        Vertx node = startNode(postgres.config());
        eventually(() -> assertThat(health.parts().get("database").status()).isEqualTo(Health.Status.UP));

        assertThatThrownBy(() -> ask(node, "pause", new JsonObject().put("stream", "other")))
                .hasRootCauseInstanceOf(SluiceException.class)
                .rootCause()
                .extracting(cause -> SluiceException.of(cause).failure())
                .isEqualTo(Failure.UNKNOWN_STREAM);
    }

    private void awaitDetail(String text) {
        eventually(() -> assertThat(health.parts().get("database").detail()).contains(text));
    }

    static JsonObject ask(Vertx node, String operation, JsonObject arguments) throws Exception {
        AdminQuestion question = new AdminQuestion(operation, "anna", true, arguments.toBuffer());
        AdminAnswer answer = finish(new Bus(node).ask(Address.ADMIN.text(), question, PATIENCE, AdminAnswer.class));
        return new JsonObject(answer.json());
    }
}
