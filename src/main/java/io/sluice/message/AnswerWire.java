package io.sluice.message;

import static io.sluice.message.Frame.array;
import static io.sluice.message.Frame.list;

import io.sluice.failure.EventFault;
import io.sluice.failure.Exceeded;
import io.sluice.failure.Failure;
import io.sluice.failure.Limit;
import io.sluice.failure.Problem;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The part of {@link Wire} that tells a sender what became of its events: outcomes, positions and statuses. */
final class AnswerWire {
    private AnswerWire() {}

    static JsonObject head(Outcome outcome) {
        if (outcome instanceof Outcome.Accepted accepted) {
            return LenientWire.accepted(accepted);
        }
        return new JsonObject().put("refused", head(((Outcome.Refused) outcome).problem()));
    }

    static @Nullable JsonObject head(@Nullable Problem problem) {
        return problem == null
                ? null
                : new JsonObject()
                        .put("code", problem.failure().code())
                        .put("detail", problem.detail())
                        .put("limit", head(problem.exceeded()))
                        .put("badEvents", problem.badEvents())
                        .put("faults", array(problem.faults(), AnswerWire::head));
    }

    static Outcome outcome(JsonObject h) {
        if (h.containsKey("accepted")) {
            return LenientWire.accepted(h);
        }
        return new Outcome.Refused(problem(h.getJsonObject("refused")));
    }

    static Problem problem(JsonObject refused) {
        return new Problem(
                failure(refused.getString("code")),
                refused.getString("detail"),
                exceeded(refused.getJsonObject("limit")),
                list(refused.getJsonArray("faults"), AnswerWire::fault),
                refused.getInteger("badEvents"));
    }

    /** A code of a newer version is a failure of ours to understand it: nothing is known of the outcome then. */
    private static Failure failure(String code) {
        @Nullable Failure failure = Failure.ofCode(code);
        return failure == null ? Failure.OUTCOME_UNKNOWN : failure;
    }

    static JsonObject head(EventFault fault) {
        return new JsonObject()
                .put("index", fault.index())
                .put("line", fault.line())
                .put("pointer", fault.pointer())
                .put("reason", fault.reason())
                .put("limit", head(fault.exceeded()));
    }

    static EventFault fault(JsonObject h) {
        return new EventFault(
                h.getInteger("index"),
                h.getInteger("line"),
                h.getString("pointer"),
                h.getString("reason"),
                exceeded(h.getJsonObject("limit")));
    }

    private static @Nullable JsonObject head(@Nullable Exceeded exceeded) {
        return exceeded == null
                ? null
                : new JsonObject().put("name", exceeded.limit().key()).put("value", exceeded.most());
    }

    /** A limit of a newer version is none here: what is wrong stands in the sentence beside it. */
    private static @Nullable Exceeded exceeded(@Nullable JsonObject h) {
        Limit limit = h == null ? null : Limit.ofKey(h.getString("name"));
        return h == null || limit == null ? null : new Exceeded(limit, h.getLong("value"));
    }

    static JsonObject head(Position position) {
        return new JsonObject()
                .put("stream", position.stream())
                .put("topicId", position.topicId().toString())
                .put("partition", position.partition())
                .put("offset", position.offset())
                .put("appendTime", position.appendTime())
                .put("events", position.events());
    }

    static Position position(JsonObject h) {
        return new Position(
                h.getString("stream"),
                UUID.fromString(h.getString("topicId")),
                h.getInteger("partition"),
                h.getLong("offset"),
                h.getLong("appendTime"),
                h.getInteger("events"));
    }

    static JsonObject head(Status status) {
        return new JsonObject()
                .put("state", status.state().name())
                .put("stored", status.stored())
                .put("detail", status.detail())
                .put(
                        "troubles",
                        array(
                                status.troubles(),
                                t -> new JsonObject().put("index", t.index()).put("reason", t.reason())));
    }

    static Status status(JsonObject h) {
        return new Status(
                Status.State.valueOf(h.getString("state")),
                h.getInteger("stored"),
                list(h.getJsonArray("troubles"), t -> new Status.Trouble(t.getInteger("index"), t.getString("reason"))),
                h.getString("detail"));
    }
}
