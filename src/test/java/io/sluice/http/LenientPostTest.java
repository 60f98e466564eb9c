package io.sluice.http;

import static io.sluice.http.RawClient.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.failure.EventFault;
import io.sluice.http.RawClient.Answer;
import io.sluice.message.CheckRequest;
import io.sluice.message.Outcome;
import io.sluice.message.Outcomes;
import io.sluice.telemetry.Metric;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a sender hears that wants its good events taken though others are bad. */
@NullUnmarked
class LenientPostTest {
    private Edge edge;

    @AfterEach
    void stop() throws Exception {
        edge.close();
    }

    private static String post(String... headers) {
        String more = String.join("\r\n", headers);
        return head("nginx", "Content-Type: application/json", "Content-Length: 2", more) + "{}";
    }

    /** A stage that finds one good event and three bad ones, and names one of those. */
    private void startPartly() {
        EventFault fault = new EventFault(1, 2, "/a", "is missing", null);
        edge = Edge.start(json -> json).answering(e -> batch -> {
            Outcome.Accepted accepted =
                    (Outcome.Accepted) e.accepted(batch).outcomes().get(0);
            return Future.succeededFuture(
                    new Outcomes(List.of(new Outcome.Accepted(accepted.position(), List.of(fault), 3))));
        });
    }

    @Test
    void theNextStageHearsWhetherTheRequestIsLenient() throws IOException {
        edge = Edge.accepting();

        edge.exchange(post("Prefer: handling=lenient"));
        edge.exchange(post("Prefer: handling=strict"));
        edge.exchange(RawClient.post("nginx", "{}"));

        assertThat(edge.requests()).extracting(CheckRequest::lenient).containsExactly(true, false, false);
    }

    @Test
    void wherePartOfItIsBadTheAnswerNamesThatPart() throws IOException {
        startPartly();

        Answer answer = edge.exchange(post("Prefer: handling=lenient"));

        JsonObject body = new JsonObject(answer.body());
        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("preference-applied", "handling=lenient")
                .containsEntry("location", "/v1/receipts/" + body.getString("receipt"));
        assertThat(body.getInteger("accepted")).isEqualTo(1);
        assertThat(body.getInteger("badEvents")).isEqualTo(3);
        assertThat(body.getJsonArray("faults"))
                .isEqualTo(new JsonArray()
                        .add(new JsonObject()
                                .put("index", 1)
                                .put("line", 2)
                                .put("pointer", "/a")
                                .put("reason", "is missing")));
        assertThat(edge.count(Metric.ACCEPTED_EVENTS, "stream", "nginx")).isEqualTo(1);
        assertThat(edge.count(Metric.BAD_EVENTS, "stream", "nginx")).isEqualTo(3);
    }

    @Test
    void whereAllIsGoodTheAnswerIsAsEver() throws IOException {
        edge = Edge.accepting();

        Answer answer = edge.exchange(post("Prefer: handling=lenient"));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.headers()).containsEntry("preference-applied", "handling=lenient");
        assertThat(new JsonObject(answer.body()).fieldNames()).containsExactly("accepted", "receipt");
    }

    @Test
    void whatWasTakenInPartIsNotRememberedByItsKey() throws IOException {
        startPartly();
        String request = post("Prefer: handling=lenient", "Idempotency-Key: k");
        edge.exchange(request);

        Answer again = edge.exchange(request);

        assertThat(again.status()).isEqualTo(207);
        assertThat(again.headers()).doesNotContainKey("idempotency-replayed");
        assertThat(edge.requests()).hasSize(2);
    }
}
