package io.sluice.http;

import static io.sluice.http.PostingTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Address;
import io.sluice.message.Position;
import io.sluice.message.Status;
import io.sluice.message.StatusRequest;
import io.sluice.message.Statuses;
import io.sluice.telemetry.Metric;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReceiptDeskTest {
    private static final Position POSITION = new Position("nginx", Edge.TOPIC, 3, 42, 1_795_000_000_123L, 100);

    private final Edge edge = Edge.accepting();
    private final String receipt = edge.receipts.token(POSITION);

    @AfterEach
    void stop() throws IOException {
        edge.close();
        assertThat(edge.admission.requestsInFlight()).isZero();
    }

    private RawClient.Answer ask(String receipt) throws IOException {
        return edge.exchange("GET /v1/receipts/" + receipt + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    private void databaseSays(Future<Statuses> statuses) {
        edge.bus.answer(Address.STATUS.text(), StatusRequest.class, asked -> {
            assertThat(asked.positions()).containsExactly(POSITION);
            return statuses;
        });
    }

    @Test
    void itTellsWhatTheDatabaseKnows() throws IOException {
        databaseSays(Future.succeededFuture(new Statuses(
                List.of(new Status(Status.State.STORED, 99, List.of(new Status.Trouble(7, "too long")), null)))));

        RawClient.Answer answer = ask(receipt);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("content-type", "application/json");
        assertThat(new JsonObject(answer.body()))
                .isEqualTo(new JsonObject()
                        .put("receipt", receipt)
                        .put("stream", "nginx")
                        .put("accepted", 100)
                        .put("receivedAt", "2026-11-18T11:06:40.123Z")
                        .put("state", "stored")
                        .put("stored", 99)
                        .put(
                                "trouble",
                                new JsonArray()
                                        .add(new JsonObject().put("index", 7).put("reason", "too long"))));
    }

    @Test
    void aClientThatSendsNoMoreIsAnsweredUnlessItWaits() throws IOException {
        databaseSays(edge.vertx
                .timer(200, TimeUnit.MILLISECONDS)
                .map(new Statuses(List.of(new Status(Status.State.STORED, 100, List.of(), null)))));
        RawClient client = edge.client().send("GET /v1/receipts/" + receipt + " HTTP/1.1\r\nHost: a\r\n\r\n");

        client.endOutput();

        assertThat(client.read().status()).isEqualTo(200);
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void withoutADatabaseStageItSaysWhatTheReceiptProves() throws IOException {
        RawClient.Answer answer = ask(receipt);

        assertUntold(answer);
    }

    @Test
    void whileTheDatabaseIsAwayItSaysWhatTheReceiptProves() throws IOException {
        databaseSays(Future.failedFuture(new SluiceException(Failure.UNAVAILABLE, "no connection")));

        RawClient.Answer answer = ask(receipt);

        assertUntold(answer);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN_MESSAGE", "OUTCOME_UNKNOWN", "SHUTTING_DOWN"})
    void whileNobodyCanTellItSaysWhatTheReceiptProves(Failure why) throws IOException {
        databaseSays(Future.failedFuture(new SluiceException(why, "a node of another release")));

        RawClient.Answer answer = ask(receipt);

        assertUntold(answer);
    }

    @Test
    void aDefectOfTheDatabaseStageIsNoAnswer() throws IOException {
        databaseSays(Future.failedFuture(new IllegalStateException("a defect")));

        RawClient.Answer answer = ask(receipt);

        assertProblem(answer, Failure.INTERNAL);
    }

    @Test
    void anAnswerThatDoesNotFitTheQuestionIsADefect() throws IOException {
        databaseSays(Future.succeededFuture(new Statuses(List.of())));

        RawClient.Answer answer = ask(receipt);

        assertProblem(answer, Failure.INTERNAL);
    }

    @ParameterizedTest
    @CsvSource({"ELSEWHERE, RECEIPT_ELSEWHERE", "EXPIRED, RECEIPT_EXPIRED"})
    void aReceiptThatTellsNothingHereIsAProblemThatSaysWhy(Status.State state, Failure failure) throws IOException {
        databaseSays(Future.succeededFuture(new Statuses(List.of(Status.nothingStored(state, "because of that")))));

        RawClient.Answer answer = ask(receipt);

        assertProblem(answer, failure);
        assertThat(new JsonObject(answer.body()).getString("detail")).isEqualTo("because of that");
    }

    private static void assertUntold(RawClient.Answer answer) {
        JsonObject body = new JsonObject(answer.body());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(body.getString("state")).isEqualTo("accepted");
        assertThat(body.getInteger("stored")).isZero();
        assertThat(body.getString("detail")).contains("PostgreSQL can't be asked");
    }

    @Test
    void whatIsNoReceiptIsNotFound() throws IOException {
        RawClient.Answer answer = ask(receipt.substring(1));

        assertProblem(answer, Failure.INVALID_RECEIPT);
        assertThat(edge.count(Metric.REJECTED_REQUESTS, "code", "invalid_receipt"))
                .isOne();
    }

    @Test
    void aReceiptIsOnlyRead() throws IOException {
        RawClient.Answer answer = edge.exchange("DELETE /v1/receipts/" + receipt + " HTTP/1.1\r\nHost: a\r\n\r\n");

        assertProblem(answer, Failure.METHOD_NOT_ALLOWED);
        assertThat(answer.headers()).containsEntry("allow", "GET");
    }
}
