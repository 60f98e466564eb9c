package io.sluice.http;

import static io.sluice.http.PostingTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Address;
import io.sluice.message.Position;
import io.sluice.message.Status;
import io.sluice.message.StatusRequest;
import io.sluice.message.Statuses;
import io.sluice.telemetry.Metric;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions that wait, between a sender on a socket and a database stage that says what a test wants. */
class ReceiptWaitTest {
    private static final Status ACCEPTED = Status.nothingStored(Status.State.ACCEPTED, null);
    private static final Status STORED = new Status(Status.State.STORED, 1, List.of(), null);

    private final Edge edge = Edge.accepting();
    private final List<StatusRequest> questions = new CopyOnWriteArrayList<>();
    private volatile Future<Status> now = Future.succeededFuture(ACCEPTED);

    @AfterEach
    void stop() throws IOException {
        edge.close();
        assertThat(edge.admission.requestsInFlight()).isZero();
        assertThat(edge.room.waiting()).isZero();
    }

    private void withDatabase() {
        edge.bus.answer(Address.STATUS.text(), StatusRequest.class, asked -> {
            questions.add(asked);
            return now.map(status ->
                    new Statuses(asked.positions().stream().map(any -> status).toList()));
        });
    }

    private RawClient ask(int offset, String query) throws IOException {
        String receipt = edge.receipts.token(new Position("nginx", Edge.TOPIC, 3, offset, Edge.APPEND_TIME, 1));
        return edge.client().send("GET /v1/receipts/" + receipt + query + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    private static String state(RawClient.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body()).getString("state");
    }

    private static String limit(RawClient.Answer answer) {
        return new JsonObject(answer.body()).getJsonObject("limit").getString("name");
    }

    private void awaitWaiting(int receipts) {
        await().until(() -> edge.room.waiting() == receipts);
    }

    @Test
    void theAnswerComesAsSoonAsTheEventsAreStored() throws IOException {
        withDatabase();
        RawClient client = ask(42, "?wait=20s");
        awaitWaiting(1);

        now = Future.succeededFuture(STORED);

        assertThat(state(client.read())).isEqualTo("stored");
        assertThat(edge.room.waiting()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"STORED", "LOST"})
    void nobodyWaitsForWhatCanNotChange(Status.State state) throws IOException {
        now = Future.succeededFuture(Status.nothingStored(state, null));
        withDatabase();

        RawClient.Answer answer = ask(42, "?wait=20s").read();

        assertThat(state(answer)).isEqualToIgnoringCase(state.name());
        assertThat(questions).hasSize(1);
    }

    @Test
    void whenTheWaitIsOverTheAnswerIsAccepted() throws IOException {
        withDatabase();
        long begun = System.nanoTime();

        RawClient.Answer answer = ask(42, "?wait=500ms").read();

        assertThat(state(answer)).isEqualTo("accepted");
        assertThat(new JsonObject(answer.body()).containsKey("detail")).isFalse();
        assertThat(System.nanoTime() - begun).isBetween(490_000_000L, 5_000_000_000L);
        assertThat(questions).hasSizeBetween(2, 3);
    }

    @Test
    void whileTheDatabaseIsAwayItWaitsForItsReturn() throws IOException {
        now = Future.failedFuture(new SluiceException(Failure.UNAVAILABLE, "no connection"));
        withDatabase();
        RawClient patient = ask(42, "?wait=20s");
        RawClient.Answer hasty = ask(43, "?wait=300ms").read();
        awaitWaiting(1);

        now = Future.succeededFuture(STORED);

        assertThat(state(patient.read())).isEqualTo("stored");
        assertThat(state(hasty)).isEqualTo("accepted");
        assertThat(hasty.body()).contains("PostgreSQL can't be asked");
    }

    @Test
    void whereThereIsNoDatabaseStageNobodyWaits() throws IOException {
        RawClient.Answer answer = ask(42, "?wait=20s").read();

        assertThat(state(answer)).isEqualTo("accepted");
        assertThat(answer.body()).contains("PostgreSQL can't be asked");
    }

    @Test
    void allThatWaitAreOneQuestion() throws IOException {
        withDatabase();
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(ask(i, "?wait=20s"));
        }
        awaitWaiting(10);
        int asked = questions.size();
        await().until(() -> questions.size() >= asked + 3);

        now = Future.succeededFuture(STORED);

        for (RawClient client : clients) {
            assertThat(state(client.read())).isEqualTo("stored");
        }
        assertThat(questions.subList(asked + 1, asked + 3))
                .allSatisfy(question -> assertThat(question.positions()).hasSize(10));
    }

    @Test
    void moreThanMayWaitAreRefusedAndThoseWhoWaitKeepNobodyOut() throws IOException {
        withDatabase();
        List<RawClient> clients = new ArrayList<>();
        for (int offset : IntStream.range(0, 10).toArray()) {
            clients.add(ask(offset, "?wait=20s"));
        }
        awaitWaiting(10);

        RawClient.Answer refused = ask(10, "?wait=20s").read();

        assertProblem(refused, Failure.OVERLOADED);
        assertThat(refused.headers()).containsKey("retry-after");
        assertThat(limit(refused)).isEqualTo("receipts.maxWaiting");
        assertThat(state(ask(10, "").read())).isEqualTo("accepted");
        assertThat(edge.admission.requestsInFlight()).isZero();
        assertThat(edge.registry.get(Metric.WAITING_RECEIPTS.text()).gauge().value())
                .isEqualTo(10);
        now = Future.succeededFuture(STORED);
        for (RawClient client : clients) {
            assertThat(state(client.read())).isEqualTo("stored");
        }
    }

    @Test
    void whoeverGoesAwayIsForgottenAndNoMoreQuestionsAreAsked() throws IOException {
        withDatabase();
        RawClient client = ask(42, "?wait=20s");
        awaitWaiting(1);

        client.close();

        awaitWaiting(0);
        int asked = questions.size();
        await().during(java.time.Duration.ofMillis(3 * StatusRounds.ROUND_MILLIS))
                .until(() -> questions.size() <= asked + 1);
    }

    @Test
    void aNodeThatStopsAnswersThoseWhoWait() throws IOException {
        withDatabase();
        RawClient client = ask(42, "?wait=20s");
        awaitWaiting(1);
        edge.health.stopping(true);

        Future<Void> stopped = edge.undeploy();

        RawClient.Answer answer = client.read();
        assertThat(state(answer)).isEqualTo("accepted");
        assertThat(answer.headers()).containsEntry("connection", "close");
        Edge.await(stopped);
    }

    @Test
    void aDefectEndsTheWaiting() throws IOException {
        withDatabase();
        RawClient client = ask(42, "?wait=20s");
        awaitWaiting(1);

        now = Future.failedFuture(new IllegalStateException("a defect"));

        assertProblem(client.read(), Failure.INTERNAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0s", "21s", "5", "-5s", "5s&wait=5s", "5s&a=b&wait=", "%35s", "%", "99999999999999d"})
    void aWaitThatCanNotBeIsRefusedWithWhatIsAllowed(String wait) throws IOException {
        RawClient.Answer answer = ask(42, "?wait=" + wait).read();

        assertProblem(answer, Failure.INVALID_HEADER);
        assertThat(answer.body()).contains("500ms or 5s, at most 20s");
    }

    @Test
    void aWaitThatIsTooLongNamesItsLimit() throws IOException {
        RawClient.Answer answer = ask(42, "?wait=20001ms").read();

        assertThat(limit(answer)).isEqualTo("receipts.maxWait");
    }
}
