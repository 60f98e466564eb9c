package io.sluice.http;

import static io.sluice.http.RawClient.head;
import static io.sluice.http.RawClient.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.failure.EventFault;
import io.sluice.failure.Exceeded;
import io.sluice.failure.Failure;
import io.sluice.failure.Limit;
import io.sluice.failure.Problem;
import io.sluice.http.ApiDescription.Described;
import io.sluice.message.CheckBatch;
import io.sluice.message.Outcome;
import io.sluice.message.Outcomes;
import io.sluice.message.Status;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * openapi.yaml and the door say the same. Every answer that the description lists is provoked at a real port and
 * compared: status, headers, media type, body. Whoever adds a status or a header to the one finds here that it is
 * missing in the other, and adds the request that provokes it to {@link #steps}.
 */
class ApiDescriptionTest {
    private static final String JSON = "Content-Type: application/json";
    private static final Pattern CODE_OF_A_SENDER = Pattern.compile("(?m)^\\| <a id=\"(\\w+)\">");

    private static final EventFault FAULT = new EventFault(0, 1, "/a", "is long", new Exceeded(Limit.DIGITS, 400));

    /** In the jar of vertx-openapi. */
    private static final String OPEN_API_SCHEMA = "/spec.openapis.org/oas/3.1/schema/2022-10-07";

    private final ApiDescription description;
    private final List<Step> steps = new ArrayList<>();

    ApiDescriptionTest() throws IOException {
        description = ApiDescription.read();
        posts();
        receipts();
        severalReceipts();
        pages();
        start();
        preflights();
    }

    /** What is sent to a door to provoke an answer. */
    interface Deed {
        RawClient.Answer at(Edge edge) throws IOException;
    }

    /** The door's settings, what the next stage does, and the request. */
    private record Step(Described answer, UnaryOperator<JsonObject> settings, Stage stage, Deed deed) {
        boolean isHead() {
            return answer.operation().startsWith("head");
        }
    }

    private interface Stage {
        Future<Outcomes> answer(Edge edge, CheckBatch batch);
    }

    private static final Stage ACCEPTING = (edge, batch) -> Future.succeededFuture(edge.accepted(batch));

    private static final Stage UNANSWERED =
            (edge, batch) -> Promise.<Outcomes>promise().future();

    private void step(String operation, int status, Deed deed) {
        step(operation, status, json -> json, ACCEPTING, deed);
    }

    private void step(String operation, int status, UnaryOperator<JsonObject> settings, Stage stage, Deed deed) {
        steps.add(new Step(new Described(operation, status), settings, stage, deed));
    }

    private static Stage refusing(Failure failure) {
        return (edge, batch) -> Future.succeededFuture(Outcomes.allRefused(1, new Problem(failure, "because")));
    }

    private void posts() {
        Deed post = edge -> edge.exchange(post("nginx", "{}"));
        step("postEvents", 202, post);
        Deed lenient =
                edge -> edge.exchange(head("nginx", JSON, "Prefer: handling=lenient", "Content-Length: 2") + "{}");
        step("postEvents", 202, lenient);
        step("postEvents", 207, json -> json, ApiDescriptionTest::partly, lenient);
        step("postEvents", 400, edge -> edge.exchange(post("nginx", "")));
        step("postEvents", 400, edge -> edge.exchange("POST /v1/logs/nginx HTTP/1.1\r\n\r\n"));
        step("postEvents", 404, edge -> edge.exchange(post("nothere", "{}")));
        step("postEvents", 404, edge -> edge.exchange(post("", "{}")));
        step("postEvents", 405, edge -> edge.exchange("GET /v1/logs/nginx HTTP/1.1\r\nHost: a\r\n\r\n"));
        step(
                "postEvents",
                408,
                json -> json.put("bodyTimeout", "100ms"),
                ACCEPTING,
                edge -> edge.exchange(head("nginx", JSON, "Content-Length: 9")));
        headsThatCannotBeTaken("postEvents", "POST /v1/logs/nginx");
        step("postEvents", 202, edge -> again(edge, keyed("{}")));
        step("postEvents", 422, edge -> again(edge, keyed("{\"a\":1}")));
        step("postEvents", 409, json -> json, UNANSWERED, ApiDescriptionTest::whileAnotherHasTheKey);
        step("postEvents", 417, edge -> edge.exchange(head("nginx", JSON, "Expect: x", "Content-Length: 0")));
        step("postEvents", 413, edge -> edge.exchange(head("nginx", JSON, "Content-Length: 1073741824")));
        step("postEvents", 415, edge -> edge.exchange(head("nginx", "Content-Length: 0")));
        step(
                "postEvents",
                415,
                edge -> edge.exchange(head("nginx", JSON, "Content-Encoding: br", "Content-Length: 0")));
        step("postEvents", 422, json -> json, ApiDescriptionTest::badEvent, post);
        step("postEvents", 500, json -> json, refusing(Failure.INTERNAL), post);
        step("postEvents", 503, json -> json, refusing(Failure.NOT_WRITTEN), post);
        step("postEvents", 503, json -> json, refusing(Failure.BACKLOG_FULL), post);
        step("postEvents", 503, json -> json, refusing(Failure.OUTCOME_UNKNOWN), post);
        step("postEvents", 503, json -> json, refusing(Failure.UNAVAILABLE), post);
        step("postEvents", 503, json -> json.put("maxRequests", 1), UNANSWERED, ApiDescriptionTest::postAfterAnother);
        step("postEvents", 503, edge -> stopping(edge, post));
    }

    private void headsThatCannotBeTaken(String operation, String start) {
        UnaryOperator<JsonObject> hurried = json -> json.put("headTimeout", "100ms");
        step(operation, 408, hurried, ACCEPTING, edge -> edge.exchange(start));
        step(operation, 414, edge -> edge.exchange(start + "?" + "x".repeat(5_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"));
        String header = "X: " + "x".repeat(1_000) + "\r\n";
        step(operation, 431, edge -> edge.exchange(start + " HTTP/1.1\r\n" + header.repeat(20) + "\r\n"));
    }

    private static Future<Outcomes> badEvent(Edge edge, CheckBatch batch) {
        return Future.succeededFuture(
                Outcomes.allRefused(1, new Problem(Failure.INVALID_EVENTS, "one", null, List.of(FAULT), 1)));
    }

    private static Future<Outcomes> partly(Edge edge, CheckBatch batch) {
        Outcome.Accepted accepted =
                (Outcome.Accepted) edge.accepted(batch).outcomes().get(0);
        return Future.succeededFuture(
                new Outcomes(List.of(new Outcome.Accepted(accepted.position(), List.of(FAULT), 1))));
    }

    private static RawClient.Answer postAfterAnother(Edge edge) throws IOException {
        edge.client().send(post("nginx", "{}"));
        await().until(() -> edge.admission.requestsInFlight() == 1);
        return edge.exchange(post("nginx", "{}"));
    }

    private static String keyed(String json) {
        return head("nginx", JSON, "Idempotency-Key: k", "Content-Length: " + json.length()) + json;
    }

    private static RawClient.Answer again(Edge edge, String request) throws IOException {
        edge.exchange(keyed("{}"));
        return edge.exchange(request);
    }

    private static RawClient.Answer whileAnotherHasTheKey(Edge edge) throws IOException {
        edge.client().send(keyed("{}"));
        await().until(() -> edge.batches.size() == 1);
        return edge.exchange(keyed("{}"));
    }

    private static RawClient.Answer stopping(Edge edge, Deed deed) throws IOException {
        edge.health.stopping(true);
        return deed.at(edge);
    }

    private void receipts() {
        step("getReceipt", 200, ReceiptDeeds::one);
        step("getReceipt", 200, ReceiptDeeds.oneTold(Status.State.STORED));
        step("getReceipt", 400, edge -> edge.exchange("GET /v1/receipts/x HTTP/1.1\r\n\r\n"));
        step("getReceipt", 404, edge -> edge.exchange("GET /v1/receipts/x HTTP/1.1\r\nHost: a\r\n\r\n"));
        step("getReceipt", 404, ReceiptDeeds.oneTold(Status.State.ELSEWHERE));
        step("getReceipt", 410, ReceiptDeeds.oneTold(Status.State.EXPIRED));
        step("getReceipt", 405, edge -> edge.exchange("PUT /v1/receipts/x HTTP/1.1\r\nHost: a\r\n\r\n"));
        headsThatCannotBeTaken("getReceipt", "GET /v1/receipts/x");
        step("getReceipt", 500, ReceiptDeeds.defective(ReceiptDeeds::one));
        step("getReceipt", 503, edge -> stopping(edge, ReceiptDeeds::one));
    }

    private void severalReceipts() {
        String path = "/v1/receipts HTTP/1.1\r\nHost: a\r\n";
        String head = "POST " + path + JSON + "\r\nContent-Length: ";
        step("postReceipts", 200, ReceiptDeeds::several);
        step("postReceipts", 400, edge -> edge.exchange(head + "2\r\n\r\n[]"));
        step("postReceipts", 405, edge -> edge.exchange("GET " + path + "\r\n"));
        step(
                "postReceipts",
                408,
                json -> json.put("bodyTimeout", "100ms"),
                ACCEPTING,
                edge -> edge.exchange(head + "9\r\n\r\n"));
        step("postReceipts", 413, edge -> edge.exchange(head + "3000\r\n\r\n" + " ".repeat(3_000)));
        step("postReceipts", 415, edge -> edge.exchange("POST " + path + "Content-Length: 0\r\n\r\n"));
        step("postReceipts", 415, edge -> edge.exchange(head + "0\r\nContent-Encoding: br\r\n\r\n"));
        headsThatCannotBeTaken("postReceipts", "POST /v1/receipts");
        step("postReceipts", 417, edge -> edge.exchange(head + "0\r\nExpect: x\r\n\r\n"));
        step("postReceipts", 500, ReceiptDeeds.defective(ReceiptDeeds::several));
        step("postReceipts", 503, edge -> stopping(edge, ReceiptDeeds::several));
    }

    /** The documents are alike: each path of the kind is asked in every way. */
    private void pages() {
        for (ApiDescription.Operation page : description.operations()) {
            if (page.said().getJsonObject("responses").containsKey("304")) {
                String path = page.path().replace("{file}", "api.js");
                step(page.id(), 200, edge -> page(edge, page.method(), path));
                step(page.id(), 200, edge -> page(edge, page.method(), path, "Accept-Encoding: br, gzip"));
                step(page.id(), 304, edge -> page(edge, page.method(), path, "If-None-Match: *"));
                step(page.id(), 400, edge -> edge.exchange(page.method() + " " + path + " HTTP/1.1\r\n\r\n"));
                step(page.id(), 405, edge -> page(edge, "DELETE", path));
                step(page.id(), 503, edge -> stopping(edge, e -> page(e, page.method(), path)));
            }
        }
        for (String operation : List.of("ApiPage", "PageFile")) {
            String path = operation.equals("ApiPage") ? "/api" : "/pages/api.js";
            UnaryOperator<JsonObject> off = json -> json.put("pages", false);
            step("get" + operation, 404, off, ACCEPTING, edge -> page(edge, "GET", path));
            step("head" + operation, 404, off, ACCEPTING, edge -> page(edge, "HEAD", path));
        }
        step("getPageFile", 200, edge -> page(edge, "GET", "/pages/errors.css"));
    }

    private void start() {
        for (String method : List.of("GET", "HEAD")) {
            String operation = method.equals("GET") ? "getStart" : "headStart";
            step(operation, 302, edge -> page(edge, method, "/", "Accept: text/html,*/*;q=0.8"));
            step(operation, 404, edge -> page(edge, method, "/", "Accept: */*"));
            step(operation, 400, edge -> edge.exchange(method + " / HTTP/1.1\r\n\r\n"));
            step(operation, 503, edge -> stopping(edge, e -> page(e, method, "/")));
        }
    }

    private void preflights() {
        String question =
                " HTTP/1.1\r\nHost: a\r\nOrigin: https://a.example\r\nAccess-Control-Request-Method: POST\r\n\r\n";
        JsonObject cors = new JsonObject().put("origins", new JsonArray().add("https://a.example"));
        Map.of(
                        "preflightEvents", "OPTIONS /v1/logs/nginx",
                        "preflightReceipt", "OPTIONS /v1/receipts/x",
                        "preflightReceipts", "OPTIONS /v1/receipts")
                .forEach((operation, line) -> {
                    Deed ask = edge -> edge.exchange(line + question);
                    step(operation, 204, json -> json.put("cors", cors), ACCEPTING, ask);
                    step(operation, 405, ask);
                    step(operation, 400, edge -> edge.exchange(line + " HTTP/1.1\r\n\r\n"));
                    step(operation, 503, edge -> stopping(edge, ask));
                });
    }

    private static RawClient.Answer page(Edge edge, String method, String path, String... headers) throws IOException {
        String head = method + ' ' + path + " HTTP/1.1\r\nHost: a\r\n";
        RawClient client = edge.client().send(head + String.join("", lines(headers)) + "\r\n");
        return method.equals("HEAD") ? client.readHead() : client.read();
    }

    private static List<String> lines(String... headers) {
        return java.util.Arrays.stream(headers).map(header -> header + "\r\n").toList();
    }

    @Test
    void everyAnswerThatIsDescribedIsGivenAndEveryOneGivenIsDescribed() throws IOException {
        List<String> deviations = new ArrayList<>();
        Map<Described, Set<String>> headersSeen = new HashMap<>();
        Set<String> codesSeen = new HashSet<>();

        for (Step step : steps) {
            try (Edge edge = Edge.start(step.settings())
                    .answering(e -> batch -> step.stage().answer(e, batch))) {
                RawClient.Answer answer = step.deed().at(edge);
                Described given = new Described(step.answer().operation(), answer.status());
                if (!given.equals(step.answer())) {
                    deviations.add(step.answer() + " was provoked, and the answer was " + answer.status());
                }
                description.deviations(given, answer, !step.isHead()).forEach(d -> deviations.add(given + ": " + d));
                headersSeen.computeIfAbsent(given, key -> new TreeSet<>()).addAll(ApiDescription.headers(answer));
                if (answer.body().startsWith("{")) {
                    codesSeen.add(new JsonObject(answer.body()).getString("code", ""));
                }
            }
        }

        assertThat(deviations).isEmpty();
        assertThat(headersSeen)
                .isEqualTo(description.answers().stream()
                        .collect(Collectors.toMap(answer -> answer, description::headers)));
        assertThat(codesSeen).containsAll(codesOfSenders());
    }

    /** The first table of docs/errors.md: what a sender can meet. */
    private static Set<String> codesOfSenders() throws IOException {
        String text = Files.readString(Path.of("docs/errors.md"));
        String senders = text.substring(0, text.indexOf("## What nodes tell each other"));
        return CODE_OF_A_SENDER
                .matcher(senders)
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void itIsValidByTheSchemaOfOpenApi() throws IOException {
        assertThat(description.faultsBy(OPEN_API_SCHEMA)).isEmpty();
    }

    @Test
    void itsExamplesAreWhatTheirSchemasSay() {
        assertThat(description.badExamples()).isEmpty();
    }

    @Test
    void everyPageIsDescribed() {
        Vertx vertx = Vertx.vertx();
        Set<String> paths = new Pages(vertx, new Answers(vertx, () -> false), true)
                .entries()
                .keySet();

        Set<String> described = description.operations().stream()
                .map(ApiDescription.Operation::path)
                .collect(Collectors.toSet());

        assertThat(paths).allMatch(path -> described.contains(path) || path.startsWith("/pages/"));
        Edge.await(vertx.close());
    }
}
