package io.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.config.ManagementConfig;
import io.sluice.config.ManagementConfig.Credentials;
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
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Administration over HTTP, before a stage that only repeats what it was asked. */
class AdminRouteTest {
    private static final String TOKEN = "0123456789abcdef0123";
    private static final Credentials CREDENTIALS = new Credentials(
            new Secret("# operators\nanna:" + BCrypt.withDefaults().hashToString(4, "pässword:1".toCharArray()) + '\n'),
            new Secret(TOKEN));

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final MessageConsumer<Object> stage =
            new Bus(vertx).answer(Address.ADMIN.text(), AdminQuestion.class, AdminRouteTest::repeat);

    private static Future<AdminAnswer> repeat(AdminQuestion question) {
        if (question.operation().equals("refuse")) {
            return Future.failedFuture(new SluiceException(Failure.UNAVAILABLE, "PostgreSQL is away"));
        }
        return Future.succeededFuture(new AdminAnswer(new JsonObject()
                .put("operation", question.operation())
                .put("who", question.who())
                .put("mayChange", question.mayChange())
                .put("arguments", new JsonObject(question.arguments()))
                .toBuffer()));
    }

    @AfterEach
    void close() throws Exception {
        finish(vertx.close());
    }

    private static <T> T finish(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private URI start(Credentials credentials) throws Exception {
        ManagementVerticle management = new ManagementVerticle(
                new ManagementConfig("127.0.0.1", 0, List.of("Ops.example"), credentials),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                new Health(),
                new NoOperations(),
                new Annex());
        finish(vertx.deployVerticle(management));
        return URI.create("http://127.0.0.1:" + management.port());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder get(URI base, String path) {
        return HttpRequest.newBuilder(base.resolve(path));
    }

    private static HttpRequest.Builder post(URI base, String path, String body) {
        return get(base, path)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ':' + password).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aGetAsksWithTheQuerysArgumentsAndMayChangeNothing() throws Exception {
        URI base = start(null);

        HttpResponse<String> response = send(get(base, "/admin/trouble/list?stream=nginx&id=1&id=2"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(response.body()))
                .isEqualTo(new JsonObject()
                        .put("operation", "trouble.list")
                        .put("who", "local")
                        .put("mayChange", false)
                        .put(
                                "arguments",
                                new JsonObject()
                                        .put("stream", "nginx")
                                        .put("id", new JsonArray().add("1").add("2"))));
    }

    @Test
    void aPostAsksWithItsBody() throws Exception {
        URI base = start(null);

        HttpResponse<String> response = send(post(base, "/admin/pause", "{\"stream\":\"nginx\"}"));

        assertThat(new JsonObject(response.body()).getJsonObject("arguments").getString("stream"))
                .isEqualTo("nginx");
        assertThat(new JsonObject(response.body()).getBoolean("mayChange")).isTrue();
    }

    @Test
    void aFailureIsAProblemDocument() throws Exception {
        URI base = start(null);

        HttpResponse<String> response = send(get(base, "/admin/refuse"));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(response.headers().firstValue("retry-after")).isPresent();
        assertThat(new JsonObject(response.body()).getString("detail")).isEqualTo("PostgreSQL is away");
    }

    @Test
    void aFormOfAnotherSiteIsRefusedByItsMediaType() throws Exception {
        URI base = start(null);

        HttpResponse<String> response =
                send(get(base, "/admin/pause").POST(HttpRequest.BodyPublishers.ofString("{\"stream\":\"nginx\"}")));

        assertThat(response.statusCode()).isEqualTo(415);
    }

    @Test
    void argumentsOverTheLimitAreRefused() throws Exception {
        URI base = start(null);

        HttpResponse<String> response = send(post(base, "/admin/pause", "\"" + "x".repeat(2 << 20) + "\""));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(new JsonObject(response.body()).getString("code")).isEqualTo("too_large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/metrics", "/admin/trouble/list"})
    void withoutCredentialsNothingIsTold(String path) throws Exception {
        URI base = start(CREDENTIALS);

        HttpResponse<String> response = send(get(base, path));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().allValues("www-authenticate"))
                .containsExactly("Basic realm=\"sluice\", charset=\"UTF-8\"", "Bearer realm=\"sluice\"");
        assertThat(new JsonObject(response.body()).getString("code")).isEqualTo("unauthorized");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready"})
    void probesNeedNoCredentials(String path) throws Exception {
        URI base = start(CREDENTIALS);

        HttpResponse<String> response = send(get(base, path));

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void aUserIsKnownByThePasswordEachTime() throws Exception {
        URI base = start(CREDENTIALS);
        HttpRequest.Builder request =
                post(base, "/admin/pause", "{\"a\":1}").header("authorization", basic("anna", "pässword:1"));

        HttpResponse<String> first = send(request);
        HttpResponse<String> second = send(request);

        assertThat(new JsonObject(first.body()).getString("who")).isEqualTo("anna");
        assertThat(new JsonObject(first.body()).getJsonObject("arguments").getInteger("a"))
                .isEqualTo(1);
        assertThat(second.body()).isEqualTo(first.body());
    }

    @Test
    void aProgramIsKnownByTheToken() throws Exception {
        URI base = start(CREDENTIALS);

        HttpResponse<String> response =
                send(get(base, "/admin/trouble/list").header("authorization", "Bearer " + TOKEN));

        assertThat(new JsonObject(response.body()).getString("who")).isEqualTo("token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic YW5uYTp3cm9uZw==",
                "Basic Ym9iOnDDpHNzd29yZDox",
                "Basic %%%",
                "Basic YW5uYQ==",
                "Bearer 0123456789abcdef0124",
                "Bearer ",
                "Digest x"
            })
    void wrongCredentialsAreRefused(String header) throws Exception {
        URI base = start(CREDENTIALS);

        HttpResponse<String> response = send(get(base, "/admin/trouble/list").header("authorization", header));

        assertThat(response.statusCode()).isEqualTo(401);
    }

    @Test
    void withoutAStageForTheDatabaseTheAnswerSaysSo() throws Exception {
        URI base = start(null);
        finish(stage.unregister());

        HttpResponse<String> response = send(get(base, "/admin/trouble/list"));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(response.body()).getString("detail")).contains("role database");
    }
}
