package io.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.config.ManagementConfig;
import io.sluice.config.Secret;
import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Address;
import io.sluice.message.AdminAnswer;
import io.sluice.message.AdminQuestion;
import io.sluice.message.Bus;
import io.sluice.support.NoOperations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Results over HTTP, before a stage that has a report of three pages. */
class ReportRouteTest {
    private static final String TOKEN = "0123456789abcdef0123";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();

    private static Future<AdminAnswer> answer(AdminQuestion question) {
        JsonObject asked = new JsonObject(question.arguments());
        if (question.operation().equals("report.list")) {
            return Future.succeededFuture(
                    new AdminAnswer(new JsonObject().put("asked", asked).toBuffer()));
        }
        if (!asked.getString("report").equals("plays")) {
            return Future.failedFuture(new SluiceException(Failure.NOT_FOUND, "there is no such report"));
        }
        int first = asked.getInteger("first", 0);
        JsonObject page = new JsonObject()
                .put("type", "text/" + asked.getString("format"))
                .put("run", 7)
                .put("text", asked.getString("day") + ' ' + asked.getValue("run") + ' ' + first + '\n');
        return Future.succeededFuture(new AdminAnswer((first < 2 ? page.put("next", first + 1) : page).toBuffer()));
    }

    @AfterEach
    void close() throws Exception {
        finish(vertx.close());
    }

    private static <T> T finish(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        finish(new Bus(vertx)
                .answer(Address.REPORT.text(), AdminQuestion.class, ReportRouteTest::answer)
                .completion());
        return getWithoutStage(path, headers);
    }

    private HttpResponse<String> getWithoutStage(String path, String... headers) throws Exception {
        ManagementVerticle management = new ManagementVerticle(
                new ManagementConfig(
                        "127.0.0.1", 0, List.of(), new ManagementConfig.Credentials(null, new Secret(TOKEN))),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                new Health(),
                new NoOperations(),
                new Annex());
        finish(vertx.deployVerticle(management));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aResultIsSentPageByPageOfTheRunThatTheFirstPageNamed() throws Exception {
        HttpResponse<String> response =
                get("/v1/reports/plays/2026-05-01?format=csv", "authorization", "Bearer " + TOKEN);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("text/csv");
        assertThat(response.body()).isEqualTo("2026-05-01 null 0\n2026-05-01 7 1\n2026-05-01 7 2\n");
    }

    @Test
    void aBrowserGetsThePage() throws Exception {
        HttpResponse<String> response = get(
                "/v1/reports/plays/2026-05-01",
                "authorization",
                "Bearer " + TOKEN,
                "accept",
                "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");

        assertThat(response.headers().firstValue("content-type")).hasValue("text/html");
        assertThat(response.headers().firstValue("content-security-policy").orElse(""))
                .contains("default-src 'none'");
    }

    @Test
    void theListTakesItsArgumentAndARefusalIsAProblem() throws Exception {
        HttpResponse<String> list = get("/v1/reports?days=3", "authorization", "Bearer " + TOKEN);
        HttpResponse<String> unknown =
                getWithoutStage("/v1/reports/nothing/2026-05-01", "authorization", "Bearer " + TOKEN);

        assertThat(new JsonObject(list.body()).getJsonObject("asked").getString("days"))
                .isEqualTo("3");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("not_found");
    }

    @Test
    void withoutCredentialsNobodyGetsAResult() throws Exception {
        HttpResponse<String> response = get("/v1/reports/plays/2026-05-01");

        assertThat(response.statusCode()).isEqualTo(401);
    }

    @Test
    void whereNoStageAnswersThePathSaysWhichRoleIsMissing() throws Exception {
        HttpResponse<String> response = getWithoutStage("/v1/reports", "authorization", "Bearer " + TOKEN);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("no node with the role report");
    }
}
