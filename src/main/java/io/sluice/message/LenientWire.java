package io.sluice.message;

import io.sluice.failure.EventFault;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The part of {@link Wire} that lenient requests need; what is absent there is as in a strict one. */
final class LenientWire {
    private static final String BAD = "bad";
    private static final String FAULTS = "faults";
    private static final String BAD_EVENTS = "badEvents";

    private LenientWire() {}

    /** Adds the bad events to a head; their bytes come behind the payload that was added before. */
    static JsonObject with(List<BadEvent> bad, Frame frame, JsonObject head) {
        return head.put(
                BAD,
                Frame.array(
                        bad,
                        event -> new JsonObject()
                                .put("index", event.index())
                                .put("reason", event.reason())
                                .put("length", frame.add(event.event()))));
    }

    /** Reads them, once the payload before them was read. */
    static List<BadEvent> bad(Frame frame, JsonObject head) {
        return Frame.list(
                head.getJsonArray(BAD, new JsonArray()),
                event -> new BadEvent(
                        event.getInteger("index"), event.getString("reason"), frame.next(event.getInteger("length"))));
    }

    static JsonObject accepted(Outcome.Accepted accepted) {
        JsonObject head = new JsonObject().put("accepted", AnswerWire.head(accepted.position()));
        return accepted.badEvents() == 0
                ? head
                : head.put(BAD_EVENTS, accepted.badEvents())
                        .put(FAULTS, Frame.array(accepted.faults(), AnswerWire::head));
    }

    static Outcome.Accepted accepted(JsonObject head) {
        List<EventFault> faults = Frame.list(head.getJsonArray(FAULTS, new JsonArray()), AnswerWire::fault);
        return new Outcome.Accepted(
                AnswerWire.position(head.getJsonObject("accepted")), faults, head.getInteger(BAD_EVENTS, 0));
    }
}
