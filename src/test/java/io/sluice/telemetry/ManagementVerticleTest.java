package io.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.config.ManagementConfig;
import io.sluice.support.NoOperations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ManagementVerticleTest {
    private final Health health = new Health();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private ManagementVerticle management;
    private WebClient client;

    @BeforeEach
    void start(Vertx vertx, VertxTestContext test) {
        management = new ManagementVerticle(
                new ManagementConfig("127.0.0.1", 0, List.of("Ops.example"), null),
                registry,
                health,
                new NoOperations(),
                new Annex());
        client = WebClient.create(vertx);
        vertx.deployVerticle(management).onComplete(test.succeedingThenComplete());
    }

    @Test
    void aNodeThatLivesSaysSo(VertxTestContext test) {
        answers("/health/live", 200, "{\"status\":\"up\"}", test);
    }

    @Test
    void degradedIsStillReady(VertxTestContext test) {
        health.set("database", Health.Status.DEGRADED, "PostgreSQL is away since 12:03");

        answers("/health/ready", 200, "{\"status\":\"degraded\"}", test);
    }

    @Test
    void withoutKafkaTheNodeIsNotReady(VertxTestContext test) {
        health.set("kafka", Health.Status.DOWN, "no broker");

        answers("/health/ready", 503, "{\"status\":\"down\"}", test);
    }

    @Test
    void healthTellsWhatEachPartSays(VertxTestContext test) {
        health.set("kafka", Health.Status.DOWN, "no broker");

        answers("/health", 200, "no broker", test);
    }

    @Test
    void metricsAreScraped(VertxTestContext test) {
        new Telemetry(registry).counter(Metric.ACCEPTED_EVENTS, "nginx").increment(3);

        answers("/metrics", 200, "sluice_accepted_events_total{stream=\"nginx\"} 3.0", test);
    }

    @Test
    void aPageFromElsewhereIsRefusedByItsHost(VertxTestContext test) {
        client.get(management.port(), "127.0.0.1", "/metrics")
                .putHeader("Host", "evil.example:8081")
                .send()
                .onComplete(test.succeeding(response -> test.verify(() -> {
                    assertThat(response.statusCode()).isEqualTo(403);
                    test.completeNow();
                })));
    }

    @Test
    void aPageFromElsewhereIsRefusedByItsOrigin(VertxTestContext test) {
        client.get(management.port(), "127.0.0.1", "/health")
                .putHeader("Origin", "https://evil.example")
                .send()
                .onComplete(test.succeeding(response -> test.verify(() -> {
                    assertThat(response.statusCode()).isEqualTo(403);
                    test.completeNow();
                })));
    }

    private Future<HttpResponse<Buffer>> get(String path) {
        return client.get(management.port(), "127.0.0.1", path).send();
    }

    private void answers(String path, int status, String part, VertxTestContext test) {
        get(path)
                .onComplete(test.succeeding(response -> test.verify(() -> {
                    assertThat(response.statusCode()).isEqualTo(status);
                    assertThat(response.bodyAsString()).contains(part);
                    test.completeNow();
                })));
    }

    @Test
    void aProbeMayAskByAnyName(VertxTestContext test) {
        client.get(management.port(), "127.0.0.1", "/health/ready")
                .putHeader("Host", "10.1.2.3:8081")
                .send()
                .onComplete(test.succeeding(response -> test.verify(() -> {
                    assertThat(response.statusCode()).isEqualTo(200);
                    test.completeNow();
                })));
    }

    @Test
    void aNameThatTheOperatorGaveIsLetIn(VertxTestContext test) {
        client.get(management.port(), "127.0.0.1", "/health")
                .putHeader("Host", "ops.Example:8081")
                .send()
                .onComplete(test.succeeding(response -> test.verify(() -> {
                    assertThat(response.statusCode()).isEqualTo(200);
                    test.completeNow();
                })));
    }
}
