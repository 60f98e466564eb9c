package io.sluice.http;

import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import io.sluice.message.Position;
import io.sluice.message.Status;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The JSON that tells what became of an accepted request. */
final class ReceiptDocument {
    /** While nobody can be asked: what the receipt itself says. */
    private static final Status UNTOLD = Status.nothingStored(
            Status.State.ACCEPTED, "PostgreSQL can't be asked from here at present; the events are in Kafka");

    private ReceiptDocument() {}

    /** As the database tells it; null when nobody could be asked. */
    static JsonObject of(String receipt, Position position, @Nullable Status told) {
        Status status = told == null ? UNTOLD : told;
        JsonArray trouble = new JsonArray();
        status.troubles()
                .forEach(one ->
                        trouble.add(new JsonObject().put("index", one.index()).put("reason", one.reason())));
        JsonObject document = new JsonObject()
                .put("receipt", receipt)
                .put("stream", position.stream())
                .put("accepted", position.events())
                .put("receivedAt", Instant.ofEpochMilli(position.appendTime()).toString())
                .put("state", status.state().name().toLowerCase(Locale.ROOT))
                .put("stored", status.stored())
                .put("trouble", trouble);
        return status.detail() == null ? document : document.put("detail", status.detail());
    }

    /** The states that are answered with a problem; null for the others. */
    static @Nullable Problem problem(@Nullable Status told) {
        if (told == null) {
            return null;
        }
        return switch (told.state()) {
            case ACCEPTED, STORED, LOST -> null;
            case ELSEWHERE -> problem(Failure.RECEIPT_ELSEWHERE, told);
            case EXPIRED -> problem(Failure.RECEIPT_EXPIRED, told);
        };
    }

    private static Problem problem(Failure failure, Status told) {
        String detail = told.detail();
        return new Problem(failure, detail == null ? failure.title() : detail);
    }
}
