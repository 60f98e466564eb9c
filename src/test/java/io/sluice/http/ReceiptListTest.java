package io.sluice.http;

import static io.sluice.http.PostingTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.failure.Failure;
import io.sluice.message.Address;
import io.sluice.message.Position;
import io.sluice.message.Status;
import io.sluice.message.StatusRequest;
import io.sluice.message.Statuses;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several receipts in one call. The database stage calls every position below 100 stored. */
class ReceiptListTest {
    private Edge edge = Edge.accepting();
    private final List<StatusRequest> questions = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() throws IOException {
        edge.close();
        assertThat(edge.admission.requestsInFlight()).isZero();
        assertThat(edge.admission.bytesInFlight()).isZero();
    }

    private void withDatabase() {
        edge.bus.answer(Address.STATUS.text(), StatusRequest.class, asked -> {
            questions.add(asked);
            return Future.succeededFuture(new Statuses(
                    asked.positions().stream().map(ReceiptListTest::status).toList()));
        });
    }

    private static Status status(Position position) {
        if (position.offset() < 100) {
            return new Status(Status.State.STORED, position.events(), List.of(), null);
        }
        return Status.nothingStored(
                position.offset() < 200 ? Status.State.ACCEPTED : Status.State.EXPIRED, "as the offset says");
    }

    private String receipt(long offset) {
        return edge.receipts.token(new Position("nginx", Edge.TOPIC, 3, offset, Edge.APPEND_TIME, 1));
    }

    private static String head(int length, String... headers) {
        return "POST /v1/receipts HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: " + length
                + "\r\n" + String.join("", headers) + "\r\n";
    }

    private RawClient.Answer post(String json) throws IOException {
        return edge.exchange(head(json.length()) + json);
    }

    @Test
    void eachIsAnsweredInItsPlaceWithOneQuestion() throws IOException {
        withDatabase();
        String json = new JsonArray()
                .add(receipt(1))
                .add("no receipt")
                .add(receipt(200))
                .add(receipt(100))
                .add(receipt(1))
                .encodePrettily();

        RawClient.Answer answer = post(json);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("content-type", "application/json");
        JsonArray told = new JsonArray(answer.body());
        assertThat(told.size()).isEqualTo(5);
        assertThat(told.getJsonObject(0))
                .isEqualTo(told.getJsonObject(4))
                .isEqualTo(
                        new JsonObject(edge.exchange("GET /v1/receipts/" + receipt(1) + " HTTP/1.1\r\nHost: a\r\n\r\n")
                                .body()));
        assertThat(told.getJsonObject(1).getString("code")).isEqualTo("invalid_receipt");
        assertThat(told.getJsonObject(1).getString("detail")).contains("unchanged");
        assertThat(told.getJsonObject(2).getString("code")).isEqualTo("receipt_expired");
        assertThat(told.getJsonObject(3).getString("state")).isEqualTo("accepted");
        assertThat(questions.get(0).positions()).hasSize(3);
    }

    @Test
    void itWaitsUntilTheLastIsSettledOrTheWaitIsOver() throws IOException {
        withDatabase();
        String json = new JsonArray().add(receipt(1)).add(receipt(100)).encode();

        RawClient.Answer answer =
                edge.exchange(head(json.length()).replace("/v1/receipts ", "/v1/receipts?wait=300ms ") + json);

        assertThat(new JsonArray(answer.body()).getJsonObject(1).getString("state"))
                .isEqualTo("accepted");
        assertThat(questions.size()).isGreaterThanOrEqualTo(2);
        assertThat(questions.get(1).positions()).as("the other one is settled").hasSize(1);
    }

    @Test
    void textsThatAreNoReceiptsNeedNobody() throws IOException {
        RawClient.Answer answer = post("[\"\",\"<script>\"]");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(new JsonArray(answer.body()).size()).isEqualTo(2);
        assertThat(answer.body()).doesNotContain("script");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "{}",
                "\"a\"",
                "null",
                "[",
                "[\"a\"",
                "[\"a\",]",
                "[\"a\"] x",
                "[\"a\"][]",
                "[1]",
                "[null]",
                "[[\"a\"]]",
                "[['a']]",
                "['a']",
                "[\"a\" // b\n]",
                "[\"a\n\"]",
                "[\"\\ud8\"]",
                "[NaN]",
                "[\0]",
                "[\"\u00ff\"]"
            })
    void whatIsNoArrayOfTextsIsRefused(String json) throws IOException {
        RawClient.Answer answer = post(json);

        assertProblem(answer, Failure.MALFORMED);
        assertThat(answer.body()).contains("one JSON array of receipts");
    }

    @Test
    void moreThanMayBeAskedForAtOnceAreRefused() throws IOException {
        RawClient.Answer tooMany = post(new JsonArray(Collections.nCopies(6, "a")).encode());
        RawClient.Answer tooLong = post("[\"" + "a".repeat(3_000) + "\"]");

        assertProblem(tooMany, Failure.TOO_LARGE);
        assertThat(tooMany.body()).contains("at most 5 receipts", "receipts.maxReceipts");
        assertProblem(tooLong, Failure.TOO_LARGE);
    }

    @Test
    void aGzipBodyIsTakenAndItsInflatedBytesCount() throws IOException {
        withDatabase();

        RawClient.Answer good = gzip(new JsonArray().add(receipt(1)).encode());
        RawClient.Answer tooLarge = gzip("[\"a\"" + " ".repeat(100_000) + "]");

        assertThat(good.body()).contains("\"stored\"");
        assertProblem(tooLarge, Failure.TOO_LARGE);
    }

    private RawClient.Answer gzip(String json) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(json.getBytes(StandardCharsets.US_ASCII));
        }
        return edge.client()
                .send(head(bytes.size(), "Content-Encoding: gzip\r\n"))
                .send(bytes.toByteArray())
                .read();
    }

    @Test
    void otherBodiesAreRefusedByTheirHead() throws IOException {
        List<RawClient.Answer> answers = new ArrayList<>();
        for (String type : List.of("Content-Type: application/x-ndjson\r\n", "")) {
            answers.add(edge.exchange(
                    "POST /v1/receipts HTTP/1.1\r\nHost: a\r\n" + type + "Content-Length: 4\r\n\r\n[\"\"]"));
        }

        assertThat(answers).allSatisfy(answer -> assertProblem(answer, Failure.UNSUPPORTED_MEDIA_TYPE));
        assertThat(answers).allSatisfy(answer -> assertThat(answer.body()).contains("array as application/json"));
    }

    @Test
    void aListThatIsCutShortOrHasBrokenChunksIsMalformedThoughItsBeginningIsAnArray() throws IOException {
        RawClient cut = edge.client().send(head(100)).send("[\"a\"]").endOutput();
        RawClient broken = edge.client()
                .send(head(0).replace("Content-Length: 0", "Transfer-Encoding: chunked"))
                .send("5\r\n[\"a\"]\r\nzz\r\n");

        List<RawClient.Answer> answers = List.of(cut.read(), broken.read());

        assertThat(answers).allSatisfy(answer -> assertProblem(answer, Failure.MALFORMED));
        assertThat(answers.get(0).body()).contains("cut short");
        assertThat(answers.get(1).body()).contains("chunk");
        assertThat(cut.isAtEnd()).isTrue();
        assertThat(broken.isAtEnd()).isTrue();
    }

    @Test
    void aBodyThatDoesNotComeIsEnded() throws IOException {
        edge.close();
        edge = Edge.start(json -> json.put("bodyTimeout", "100ms"));
        RawClient client = edge.client().send(head(10)).send("[");

        RawClient.Answer answer = client.read();

        assertProblem(answer, Failure.BODY_TIMEOUT);
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void aBodyThatIsCutShortIsNoShorterList() throws IOException {
        RawClient client = edge.client().send(head(50) + "[\"a\"]").endOutput();

        RawClient.Answer answer = client.read();

        assertProblem(answer, Failure.MALFORMED);
        assertThat(answer.body()).contains("cut short");
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void theListIsOnlyPosted() throws IOException {
        RawClient.Answer answer = edge.exchange("GET /v1/receipts HTTP/1.1\r\nHost: a\r\n\r\n");

        assertProblem(answer, Failure.METHOD_NOT_ALLOWED);
        assertThat(answer.headers()).containsEntry("allow", "POST");
    }
}
