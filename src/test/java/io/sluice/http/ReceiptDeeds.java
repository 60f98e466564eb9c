package io.sluice.http;

import io.sluice.http.ApiDescriptionTest.Deed;
import io.sluice.message.Address;
import io.sluice.message.Position;
import io.sluice.message.Status;
import io.sluice.message.StatusRequest;
import io.sluice.message.Statuses;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;

/** Questions about receipts, at a door whose database stage says what a test wants. */
final class ReceiptDeeds {
    private ReceiptDeeds() {}

    private static String receipt(Edge edge) {
        return edge.receipts.token(new Position("nginx", Edge.TOPIC, 0, 0, Edge.APPEND_TIME, 2));
    }

    static RawClient.Answer one(Edge edge) throws IOException {
        return edge.exchange("GET /v1/receipts/" + receipt(edge) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    /** Of which one is none. */
    static RawClient.Answer several(Edge edge) throws IOException {
        String list = "[\"" + receipt(edge) + "\",\"no receipt\"]";
        return edge.exchange(RawClient.post("nginx", list).replace("/v1/logs/nginx", "/v1/receipts"));
    }

    static Deed oneTold(Status.State state) {
        Status status = new Status(state, 1, List.of(new Status.Trouble(0, "too long")), null);
        return edge -> told(edge, Future.succeededFuture(new Statuses(List.of(status))), ReceiptDeeds::one);
    }

    static Deed defective(Deed question) {
        return edge -> told(edge, Future.failedFuture(new IllegalStateException("a defect")), question);
    }

    private static RawClient.Answer told(Edge edge, Future<Statuses> statuses, Deed question) throws IOException {
        edge.bus.answer(Address.STATUS.text(), StatusRequest.class, asked -> statuses);
        return question.at(edge);
    }
}
