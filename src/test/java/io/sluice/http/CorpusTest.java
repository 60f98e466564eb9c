package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.config.Module;
import io.sluice.config.NodesTallies;
import io.sluice.config.SluiceConfig;
import io.sluice.config.StreamFolder;
import io.sluice.config.Streams;
import io.sluice.message.Address;
import io.sluice.message.AppendBatch;
import io.sluice.message.AppendRequest;
import io.sluice.message.BadEvent;
import io.sluice.message.Outcome;
import io.sluice.message.Outcomes;
import io.sluice.message.Position;
import io.sluice.support.Configs;
import io.sluice.support.CorpusRequest;
import io.sluice.support.PlainJson;
import io.sluice.support.SecondOpinion;
import io.sluice.telemetry.Telemetry;
import io.sluice.validation.Schemas;
import io.sluice.validation.ValidationVerticle;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of src/test/corpus, sent to a door with the check behind it, gets the answer that it says. */
class CorpusTest {
    private static final List<AppendRequest> APPENDED = new CopyOnWriteArrayList<>();
    private static Edge edge;

    @BeforeAll
    static void start() {
        JsonObject settings = Configs.least();
        Streams streams = StreamFolder.read("streams", CorpusRequest.FOLDER);
        edge = Edge.start(json -> json.put("maxBody", "1MiB").put("bodyTimeout", "600ms"), streams);
        SluiceConfig config = Module.ofThisJar().configure("test", settings);
        Edge.await(edge.vertx.deployVerticle(
                new ValidationVerticle(config.validation(), Schemas.compile(streams), new Telemetry(edge.registry))));
        edge.bus.answer(Address.APPEND.text(), AppendBatch.class, CorpusTest::append);
    }

    private static Future<Outcomes> append(AppendBatch batch) {
        // The door hands its own tallies over every few seconds, which isn't what a request says.
        batch.requests().stream()
                .filter(request -> !request.stream().equals(NodesTallies.STREAM))
                .forEach(APPENDED::add);
        return Future.succeededFuture(
                new Outcomes(batch.requests().stream().map(CorpusTest::accepted).toList()));
    }

    private static Outcome accepted(AppendRequest request) {
        return new Outcome.Accepted(
                new Position(request.stream(), Edge.TOPIC, 0, 0, Edge.APPEND_TIME, request.events()));
    }

    @AfterAll
    static void stop() throws IOException {
        edge.close();
    }

    static Stream<CorpusRequest> requests() {
        return CorpusRequest.all("").stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void eachRequestGetsTheAnswerThatItsFileSays(CorpusRequest request) throws IOException {
        APPENDED.clear();

        RawClient.Answer answer =
                edge.client().send(request.request().getBytes()).read();

        if (request.isGood() || (request.isFree() && answer.status() == 202)) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(202);
            isHandedOn(request, answer);
        } else if (request.isPartly()) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(207);
            isHandedOnInPart(new JsonObject(answer.body()));
            isExplained(request, new JsonObject(answer.body()));
        } else {
            assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
            assertThat(answer.status()).isBetween(400, 499);
            assertThat(APPENDED).isEmpty();
            isExplained(request, new JsonObject(answer.body()));
        }
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> edge.admission.requestsInFlight() == 0 && edge.admission.bytesInFlight() == 0);
    }

    private static void isHandedOn(CorpusRequest request, RawClient.Answer answer) {
        List<Object> sent =
                SecondOpinion.events(request.format(), request.body().getBytes());
        List<Object> lines = Arrays.stream(APPENDED.get(0).value().toString().split("\n", -1))
                .map(PlainJson::parse)
                .toList();
        assertThat(APPENDED).hasSize(1);
        assertThat(lines).isEqualTo(sent);
        assertThat(new JsonObject(answer.body()).getInteger("accepted")).isEqualTo(sent.size());
    }

    /** Good and bad events together are as many as there were, each at an index of its own. */
    private static void isHandedOnInPart(JsonObject answer) {
        AppendRequest appended = APPENDED.get(0);
        List<String> lines = List.of(appended.value().toString().split("\n", -1));
        List<Integer> indexes =
                new ArrayList<>(appended.bad().stream().map(BadEvent::index).toList());
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isEmpty()) {
                PlainJson.parse(lines.get(i));
                indexes.add(i);
            }
        }
        assertThat(indexes)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, answer.getInteger("accepted") + answer.getInteger("badEvents"))
                                .boxed()
                                .toList());
        assertThat(appended.events()).isEqualTo(answer.getInteger("accepted"));
        assertThat(appended.bad()).hasSize(answer.getInteger("badEvents"));
    }

    /** A file of what is bad says where: an event with its line, or, of the request as a whole, what its detail must say. */
    static void isExplained(CorpusRequest request, JsonObject problem) {
        JsonArray faults = problem.getJsonArray("faults", new JsonArray());
        JsonObject first = faults.isEmpty() ? new JsonObject() : faults.getJsonObject(0);
        Map<String, String> expected = request.expected();
        assertThat(request.isFree() || expected.containsKey("line") || expected.containsKey("detail"))
                .as("the file says where")
                .isTrue();
        expected.forEach((key, value) -> {
            String found = switch (key) {
                case "status", "code", "detail" -> String.valueOf(problem.getValue(key));
                case "bad" -> String.valueOf(problem.getValue("badEvents"));
                case "event" -> String.valueOf(first.getValue("index"));
                case "limit" ->
                    problem.getJsonObject("limit", first.getJsonObject("limit", new JsonObject()))
                            .getString("name");
                case "line", "pointer", "reason" -> String.valueOf(first.getValue(key));
                default -> throw new IllegalArgumentException("no key of an answer: " + key);
            };
            boolean part = key.equals("detail") || key.equals("reason");
            assertThat(found)
                    .as("%s of %s", key, problem)
                    .matches(text -> part ? text.contains(value) : text.equals(value));
        });
    }
}
