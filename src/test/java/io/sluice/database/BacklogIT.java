package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.support.FakeBridge;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Metric;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What waits in Kafka is told, and so is what stands still for no known reason. */
class BacklogIT extends Scenario {
    @Test
    void theBacklogIsToldInRecordsEventsBytesAndAge() throws Exception {
        log.topic("nginx", 1);
        Vertx node = startNode(postgres.config());
        log.append("nginx", 0, FakeBridge.record(now, "web", event(1), event(2)));
        awaitOffset("nginx", 0, 1);
        HoldsIT.ask(node, "pause", new JsonObject().put("stream", "nginx"));
        eventually(() -> assertThat(detail()).contains("is paused"));
        long minuteAgo = now - Duration.ofMinutes(1).toMillis();

        for (int i = 0; i < 5; i++) {
            log.append("nginx", 0, FakeBridge.record(minuteAgo, "web", event(1), event(2)));
        }

        eventually(() -> assertThat(gauge(Metric.BACKLOG_RECORDS)).isEqualTo(5));
        assertThat(gauge(Metric.BACKLOG_EVENTS)).isEqualTo(10);
        assertThat(gauge(Metric.BACKLOG_BYTES)).isBetween(1_000.0, 2_000.0);
        assertThat(gauge(Metric.BACKLOG_AGE)).isBetween(60.0, 120.0);
        eventually(() -> assertThat(detail()).contains("5 records wait in Kafka: about 10 events"));

        HoldsIT.ask(node, "resume", new JsonObject().put("stream", "nginx"));

        awaitOffset("nginx", 0, 6);
        eventually(() ->
                assertThat(health.parts().get("database")).isEqualTo(new Health.Part(Health.Status.UP, "storing")));
        assertThat(gauge(Metric.BACKLOG_AGE)).isZero();
        assertThat(gauge(Metric.DRAIN_TIME)).isZero();
    }

    @Test
    void aPartitionThatStandsStillForNoKnownReasonIsReportedAndReadAnew() throws Exception {
        log.topic("nginx", 2);
        startNode(postgres.config());
        log.append("nginx", 0, FakeBridge.record(now, "web", event(1)));
        awaitOffset("nginx", 0, 1);
        log.silence("nginx", 1, true);
        log.append("nginx", 1, FakeBridge.record(now, "web", event(2)));

        eventually(() -> assertThat(detail())
                .contains("partition 1 of logs.nginx has a backlog, and nothing of it was stored for 3 s"));
        assertThat(meters.get(Metric.INCIDENTS.text()).gauge().value()).isEqualTo(1);
        log.append("nginx", 0, FakeBridge.record(now, "web", event(3)));
        awaitOffset("nginx", 0, 2);
        log.silence("nginx", 1, false);

        awaitOffset("nginx", 1, 1);
        eventually(() -> assertThat(health.parts().get("database").status()).isEqualTo(Health.Status.UP));
    }

    private double gauge(Metric metric) {
        return meters.get(metric.text()).gauge().value();
    }

    private String detail() {
        return health.parts().get("database").detail();
    }
}
