package io.sluice.database;

import io.sluice.message.FetchedRecord;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An entry of the trouble queue, as it lies in its table. {@code payload} is empty where only the others were asked for. */
record TroubleEntry(
        long id,
        String stream,
        UUID topicId,
        int partition,
        long offset,
        int index,
        Instant receivedAt,
        String client,
        @Nullable String requestKey,
        String stage,
        String state,
        Buffer payload,
        JsonObject told) {

    static TroubleEntry of(Row row) {
        Buffer payload = row.getBuffer("payload");
        return new TroubleEntry(
                row.getLong("id"),
                row.getString("stream"),
                row.getUUID("topic_id"),
                row.getInteger("kafka_partition"),
                row.getLong("kafka_offset"),
                row.getInteger("event_index"),
                row.getOffsetDateTime("received_at").toInstant(),
                row.getString("client"),
                row.getString("request_key"),
                row.getString("stage"),
                row.getString("state"),
                payload == null ? Buffer.buffer() : payload,
                told(row));
    }

    private static JsonObject told(Row row) {
        return new JsonObject()
                .put("id", row.getLong("id"))
                .put("stream", row.getString("stream"))
                .put("state", row.getString("state"))
                .put("stage", row.getString("stage"))
                .put("reason", row.getString("reason"))
                .put("sqlstate", row.getString("sqlstate"))
                .put("receivedAt", time(row, "received_at"))
                .put("client", row.getString("client"))
                .put("partition", row.getInteger("kafka_partition"))
                .put("offset", row.getLong("kafka_offset"))
                .put("index", row.getInteger("event_index"))
                .put("topicId", row.getUUID("topic_id").toString())
                .put("firstAt", time(row, "first_at"))
                .put("lastAt", time(row, "last_at"))
                .put("times", row.getInteger("times"))
                .put("bytes", row.getInteger("bytes"));
    }

    static String time(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant().toString();
    }

    /** Puts bytes into an answer: as {@code name} where they are a text, else in Base64 as {@code nameBase64}. */
    static void put(JsonObject answer, String name, Buffer bytes) {
        String text = Lines.text(bytes);
        if (Lines.isText(bytes, text)) {
            answer.put(name, text);
        } else {
            answer.put(name + "Base64", Base64.getEncoder().encodeToString(bytes.getBytes()));
        }
    }

    boolean isOpen() {
        return state.equals("open");
    }

    /** Whether it is a record that nobody could read, and not one event of one. */
    boolean isWholeRecord() {
        return stage.equals(Trouble.OF_KAFKA);
    }

    /** How many lines hold something. */
    long lines() {
        return Lines.text(payload).lines().filter(line -> !line.isBlank()).count();
    }

    TroubleEntry withPayload(Buffer other) {
        return new TroubleEntry(
                id,
                stream,
                topicId,
                partition,
                offset,
                index,
                receivedAt,
                client,
                requestKey,
                stage,
                state,
                other,
                told);
    }

    /** The event as if its record held nothing else. */
    FetchedRecord record() {
        return new FetchedRecord(offset, receivedAt.toEpochMilli(), -1, client, "", 1, requestKey, null, payload);
    }

    @Override
    public String toString() {
        return "TroubleEntry[" + id + ", " + state + ", " + payload.length() + " bytes]";
    }
}
