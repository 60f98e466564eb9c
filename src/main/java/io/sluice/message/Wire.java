package io.sluice.message;

import static io.sluice.message.Frame.array;
import static io.sluice.message.Frame.list;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The wire form of every message, versions 1 and 2: two headers that say what it is, and a {@link Frame}. docs/bus.md
 * describes the same for a reader who doesn't read Java; a test holds its examples against this class.
 */
final class Wire {
    /** Header: which message it is, in the words of {@link #typeOf(Message)}. */
    static final String TYPE = "sluice-type";

    /** Header: version of the wire form. */
    static final String VERSION = "sluice-version";

    private static final String TRACE_PARENT = "traceparent";

    private Wire() {}

    /** The message's name on the wire. */
    static String typeOf(Message message) {
        if (message instanceof CheckBatch) {
            return "check";
        } else if (message instanceof AppendBatch) {
            return "append";
        } else if (message instanceof Outcomes) {
            return "outcomes";
        } else if (message instanceof DescribeRequest) {
            return "describe";
        } else if (message instanceof Described) {
            return "described";
        } else if (message instanceof FetchRequest) {
            return "fetch";
        } else if (message instanceof Fetched) {
            return "fetched";
        } else if (message instanceof StatusRequest) {
            return "status";
        } else if (message instanceof AdminQuestion) {
            return "admin";
        } else if (message instanceof AdminAnswer) {
            return "administered";
        } else if (message instanceof VerifyRequest) {
            return "verify";
        } else if (message instanceof Verified) {
            return "verified";
        }
        return "statuses";
    }

    /** Its bytes in this version, which has to be one that is known here. */
    static Buffer encode(Message message, int version) {
        Frame frame = Frame.writing();
        if (message instanceof CheckBatch m) {
            return frame.bytes(new JsonObject().put("requests", array(m.requests(), r -> head(frame, r, version))));
        } else if (message instanceof AppendBatch m) {
            return frame.bytes(new JsonObject().put("requests", array(m.requests(), r -> head(frame, r, version))));
        } else if (message instanceof Outcomes m) {
            return frame.bytes(new JsonObject().put("outcomes", array(m.outcomes(), AnswerWire::head)));
        } else if (message instanceof Described m) {
            return frame.bytes(FetchWire.head(m));
        } else if (message instanceof FetchRequest m) {
            return frame.bytes(FetchWire.head(m));
        } else if (message instanceof Fetched m) {
            return frame.bytes(new JsonObject()
                    .put("logStart", m.logStart())
                    .put("logEnd", m.logEnd())
                    .put("goesOn", m.goesOn())
                    .put("records", array(m.records(), r -> FetchWire.head(frame, r, version))));
        } else if (message instanceof StatusRequest m) {
            return frame.bytes(new JsonObject().put("positions", array(m.positions(), AnswerWire::head)));
        } else if (message instanceof Statuses m) {
            return frame.bytes(new JsonObject().put("statuses", array(m.statuses(), AnswerWire::head)));
        } else if (message instanceof AdminQuestion m) {
            return frame.bytes(head(frame, m));
        } else if (message instanceof AdminAnswer m) {
            return frame.bytes(new JsonObject().put("length", frame.add(m.json())));
        } else if (message instanceof VerifyRequest m) {
            return frame.bytes(head(frame, m.request(), version));
        } else if (message instanceof Verified m) {
            return frame.bytes(new JsonObject()
                    .put("refused", AnswerWire.head(m.problem()))
                    .put("events", m.events())
                    .put("length", frame.add(m.value())));
        }
        return frame.bytes(new JsonObject());
    }

    /**
     * Reads a message.
     *
     * @throws SluiceException {@link Failure#UNKNOWN_MESSAGE} for a type, version or form that isn't known here
     */
    static Message decode(MultiMap headers, Buffer bytes) {
        String type = headers.get(TYPE);
        String version = headers.get(VERSION);
        if (type == null || version == null || !WireVersion.isKnown(version)) {
            throw new SluiceException(
                    Failure.UNKNOWN_MESSAGE,
                    "message type " + type + ", version " + version + "; known are versions " + WireVersion.OLDEST
                            + " to " + WireVersion.NEWEST);
        }
        try {
            return decode(type, Frame.read(bytes));
        } catch (SluiceException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new SluiceException(Failure.UNKNOWN_MESSAGE, "a message of type " + type + " can't be read", e);
        }
    }

    private static Message decode(String type, Frame frame) {
        JsonObject head = frame.head();
        return switch (type) {
            case "check" -> new CheckBatch(list(head.getJsonArray("requests"), h -> checkRequest(frame, h)));
            case "append" -> new AppendBatch(list(head.getJsonArray("requests"), h -> appendRequest(frame, h)));
            case "outcomes" -> new Outcomes(list(head.getJsonArray("outcomes"), AnswerWire::outcome));
            case "describe" -> new DescribeRequest();
            case "described" -> FetchWire.described(head);
            case "fetch" -> FetchWire.fetchRequest(head);
            case "fetched" ->
                new Fetched(
                        head.getLong("logStart"),
                        head.getLong("logEnd"),
                        list(head.getJsonArray("records"), h -> FetchWire.record(frame, h)),
                        head.getLong("goesOn", Fetched.NO_HOLE));
            case "status" -> new StatusRequest(list(head.getJsonArray("positions"), AnswerWire::position));
            case "statuses" -> new Statuses(list(head.getJsonArray("statuses"), AnswerWire::status));
            case "admin" -> adminQuestion(frame, head);
            case "verify" -> new VerifyRequest(checkRequest(frame, head));
            case "verified" -> verified(frame, head);
            case "administered" -> new AdminAnswer(frame.next(head.getInteger("length")));
            default -> throw new SluiceException(Failure.UNKNOWN_MESSAGE, "message type " + type);
        };
    }

    private static JsonObject head(Frame frame, CheckRequest r, int version) {
        JsonObject head = new JsonObject()
                .put("stream", r.stream())
                .put("client", r.client())
                .put("format", r.format().name())
                .put("idempotencyKey", r.idempotencyKey())
                .put("lenient", r.lenient())
                .put("receivedAt", r.receivedAt())
                .put("length", frame.add(r.body()));
        return withTrace(r.traceParent(), version, head);
    }

    /** Version 1 doesn't know it: a writer uses nothing that a reader of the version that it writes may not know. */
    static JsonObject withTrace(@Nullable String traceParent, int version, JsonObject head) {
        return traceParent == null || !WireVersion.hasTrace(version) ? head : head.put(TRACE_PARENT, traceParent);
    }

    static @Nullable String trace(JsonObject head) {
        return TraceParent.valid(head.getString(TRACE_PARENT));
    }

    private static CheckRequest checkRequest(Frame frame, JsonObject h) {
        return new CheckRequest(
                h.getString("stream"),
                h.getString("client"),
                BodyFormat.valueOf(h.getString("format")),
                h.getString("idempotencyKey"),
                h.getBoolean("lenient", false),
                h.getLong("receivedAt"),
                trace(h),
                frame.next(h.getInteger("length")));
    }

    private static JsonObject head(Frame frame, AppendRequest r, int version) {
        JsonObject head = new JsonObject()
                .put("stream", r.stream())
                .put("client", r.client())
                .put("events", r.events())
                .put("receivedAt", r.receivedAt())
                .put("streamVersion", r.streamVersion())
                .put("idempotencyKey", r.idempotencyKey())
                .put("length", frame.add(r.value()));
        return withTrace(r.traceParent(), version, LenientWire.with(r.bad(), frame, head));
    }

    private static AppendRequest appendRequest(Frame frame, JsonObject h) {
        return new AppendRequest(
                h.getString("stream"),
                h.getString("client"),
                h.getInteger("events"),
                h.getLong("receivedAt"),
                h.getString("streamVersion"),
                h.getString("idempotencyKey"),
                trace(h),
                frame.next(h.getInteger("length")),
                LenientWire.bad(frame, h));
    }

    private static JsonObject head(Frame frame, AdminQuestion m) {
        return new JsonObject()
                .put("operation", m.operation())
                .put("who", m.who())
                .put("mayChange", m.mayChange())
                .put("length", frame.add(m.arguments()));
    }

    private static AdminQuestion adminQuestion(Frame frame, JsonObject h) {
        return new AdminQuestion(
                h.getString("operation"),
                h.getString("who"),
                h.getBoolean("mayChange"),
                frame.next(h.getInteger("length")));
    }

    private static Verified verified(Frame frame, JsonObject h) {
        JsonObject refused = h.getJsonObject("refused");
        return new Verified(
                refused == null ? null : AnswerWire.problem(refused),
                h.getInteger("events"),
                frame.next(h.getInteger("length")));
    }
}
