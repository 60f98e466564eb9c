package io.sluice.message;

import static io.sluice.message.Frame.array;
import static io.sluice.message.Frame.list;

import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The part of {@link Wire} by which stage 4 reads: what there is in Kafka, and the records. */
final class FetchWire {
    private FetchWire() {}

    static JsonObject head(Described m) {
        return new JsonObject().put("bridge", m.bridge()).put("topics", array(m.topics(), FetchWire::topic));
    }

    private static JsonObject topic(Described.Topic topic) {
        return new JsonObject()
                .put("stream", topic.stream())
                .put("topic", topic.topic())
                .put("topicId", topic.topicId().toString())
                .put(
                        "partitions",
                        array(
                                topic.partitions(),
                                p -> new JsonObject()
                                        .put("partition", p.partition())
                                        .put("logStart", p.logStart())
                                        .put("logEnd", p.logEnd())));
    }

    static Described described(JsonObject h) {
        return new Described(
                h.getString("bridge"),
                list(
                        h.getJsonArray("topics"),
                        t -> new Described.Topic(
                                t.getString("stream"),
                                t.getString("topic"),
                                UUID.fromString(t.getString("topicId")),
                                list(
                                        t.getJsonArray("partitions"),
                                        p -> new Described.Partition(
                                                p.getInteger("partition"),
                                                p.getLong("logStart"),
                                                p.getLong("logEnd"))))));
    }

    static JsonObject head(FetchRequest m) {
        return new JsonObject()
                .put("stream", m.stream())
                .put("topicId", m.topicId().toString())
                .put("partition", m.partition())
                .put("offset", m.offset())
                .put("leaderEpoch", m.leaderEpoch())
                .put("storedOffset", m.storedOffset())
                .put("maxBytes", m.maxBytes())
                .put("waitMillis", m.waitMillis());
    }

    static FetchRequest fetchRequest(JsonObject h) {
        return new FetchRequest(
                h.getString("stream"),
                UUID.fromString(h.getString("topicId")),
                h.getInteger("partition"),
                h.getLong("offset"),
                h.getInteger("leaderEpoch"),
                h.getLong("storedOffset"),
                h.getInteger("maxBytes"),
                h.getInteger("waitMillis"));
    }

    static JsonObject head(Frame frame, FetchedRecord r, int version) {
        JsonObject head = new JsonObject()
                .put("offset", r.offset())
                .put("appendTime", r.appendTime())
                .put("leaderEpoch", r.leaderEpoch())
                .put("client", r.client())
                .put("streamVersion", r.streamVersion())
                .put("events", r.events())
                .put("idempotencyKey", r.idempotencyKey())
                .put("defect", text(r.defect()))
                .put("length", frame.add(r.value()));
        return Wire.withTrace(r.traceParent(), version, LenientWire.with(r.bad(), frame, head));
    }

    static FetchedRecord record(Frame frame, JsonObject h) {
        return new FetchedRecord(
                h.getLong("offset"),
                h.getLong("appendTime"),
                h.getInteger("leaderEpoch"),
                h.getString("client"),
                h.getString("streamVersion"),
                h.getInteger("events"),
                h.getString("idempotencyKey"),
                Wire.trace(h),
                defect(h.getString("defect")),
                frame.next(h.getInteger("length")),
                LenientWire.bad(frame, h));
    }

    private static @Nullable String text(@Nullable Defect defect) {
        return defect == null ? null : defect.text();
    }

    private static @Nullable Defect defect(@Nullable String text) {
        return text == null ? null : Defect.ofText(text);
    }
}
