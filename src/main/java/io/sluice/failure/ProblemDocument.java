package io.sluice.failure;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON of an error answer (RFC 9457). */
public final class ProblemDocument {
    public static final String MEDIA_TYPE = "application/problem+json";

    private ProblemDocument() {}

    /**
     * {@code faults} and {@code badEvents} stand there only when events are at fault, {@code limit} only where one was
     * met.
     */
    public static Buffer of(Problem problem) {
        return json(problem).toBuffer();
    }

    /** The same as it stands within another answer. */
    public static JsonObject json(Problem problem) {
        Failure failure = problem.failure();
        JsonObject document = new JsonObject()
                .put("type", "/errors#" + failure.code())
                .put("title", failure.title())
                .put("status", failure.status())
                .put("code", failure.code())
                .put("detail", problem.detail());
        addLimit(document, problem.exceeded());
        if (!problem.faults().isEmpty()) {
            addFaults(document, problem.badEvents(), problem.faults());
        }
        return document;
    }

    /** What is wrong with bad events, as it stands in every answer that names them. */
    public static JsonObject addFaults(JsonObject document, int badEvents, List<EventFault> faults) {
        JsonArray array = new JsonArray();
        faults.forEach(fault -> array.add(fault(fault)));
        return document.put("badEvents", badEvents).put("faults", array);
    }

    private static JsonObject addLimit(JsonObject document, @Nullable Exceeded exceeded) {
        return exceeded == null
                ? document
                : document.put(
                        "limit",
                        new JsonObject()
                                .put("name", exceeded.limit().key())
                                .put("value", exceeded.most())
                                .put("unit", exceeded.limit().unit()));
    }

    private static JsonObject fault(EventFault fault) {
        JsonObject document = new JsonObject()
                .put("index", fault.index())
                .put("line", fault.line())
                .put("pointer", fault.pointer())
                .put("reason", fault.reason());
        return addLimit(document, fault.exceeded());
    }
}
