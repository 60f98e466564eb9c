package io.sluice.http;

import io.sluice.message.Position;
import io.sluice.message.Status;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The JSON that tells what became of an accepted request. */
final class ReceiptDocument {
    private static final Status UNTOLD = new Status(Status.State.ACCEPTED, 0, List.of());

    private ReceiptDocument() {}

    /** As the database tells it. */
    static Buffer of(String receipt, Position position, Status status) {
        return document(receipt, position, status).toBuffer();
    }

    /** While nobody can be asked: what the receipt itself says. */
    static Buffer untold(String receipt, Position position) {
        return document(receipt, position, UNTOLD)
                .put("detail", "PostgreSQL can't be asked from here at present; the events are in Kafka")
                .toBuffer();
    }

    private static JsonObject document(String receipt, Position position, Status status) {
        JsonArray trouble = new JsonArray();
        status.troubles()
                .forEach(one ->
                        trouble.add(new JsonObject().put("index", one.index()).put("reason", one.reason())));
        return new JsonObject()
                .put("receipt", receipt)
                .put("stream", position.stream())
                .put("accepted", position.events())
                .put("receivedAt", Instant.ofEpochMilli(position.appendTime()).toString())
                .put("state", status.state().name().toLowerCase(Locale.ROOT))
                .put("stored", status.stored())
                .put("trouble", trouble);
    }
}
