package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.Stream;
import io.sluice.config.StreamFolder;
import io.sluice.config.Streams;
import io.sluice.failure.Failure;
import io.sluice.message.Address;
import io.sluice.message.AdminAnswer;
import io.sluice.message.AdminQuestion;
import io.sluice.message.Bus;
import io.sluice.message.Defect;
import io.sluice.message.FetchedRecord;
import io.sluice.support.Configs;
import io.sluice.support.FakeBridge;
import io.sluice.support.PostgresFixture;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import io.sluice.validation.Schemas;
import io.sluice.validation.ValidationVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does about trouble: see, mend, requeue, discard. */
class TroubleIT extends Scenario {
    private static final JsonObject ORDERS = new JsonObject("""
            {"partitions": 1, "id": "/id", "replay": "7d",
             "schema": {"type": "object", "required": ["track"], "properties": {"track": {"type": ["integer", "string"]}}},
             "columns": [{"name": "track_id", "pointer": "/track", "type": "bigint"}]}""");

    private static final String BAD = "{\"id\":\"b\",\"track\":\"seven\",\"price\":1.10}";

    @TempDir
    Path folder;

    private Vertx vertx;

    /** The product's, and one whose column doesn't fit everything that its schema lets through. */
    @Override
    Streams streams() {
        try {
            Files.writeString(folder.resolve("orders.json"), ORDERS.encode());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Stream> all = new ArrayList<>(STREAMS.all());
        all.addAll(StreamFolder.read(folder.toString(), folder).all());
        return new Streams(all);
    }

    private void start(FetchedRecord... records) throws Exception {
        log.topic("orders", 1);
        for (FetchedRecord record : records) {
            log.append("orders", 0, record);
        }
        vertx = startNode(postgres.config());
        finish(vertx.deployVerticle(new ValidationVerticle(
                Configs.config(Configs.least()).validation(), Schemas.compile(streams()), new Telemetry(meters))));
        awaitOffset("orders", 0, records.length);
    }

    private FetchedRecord record(String... events) {
        return FakeBridge.record(now, "app", events);
    }

    private static FetchedRecord keyed(FetchedRecord record, String key) {
        return new FetchedRecord(
                0, record.appendTime(), 1, record.client(), "test", record.events(), key, null, record.value());
    }

    private static String order(String id, int track) {
        return "{\"id\":\"" + id + "\",\"track\":" + track + "}";
    }

    private Future<JsonObject> asked(String operation, JsonObject arguments) {
        AdminQuestion question = new AdminQuestion(operation, "anna", true, arguments.toBuffer());
        return new Bus(vertx)
                .ask(Address.ADMIN.text(), question, Duration.ofSeconds(20), AdminAnswer.class)
                .map(answer -> new JsonObject(answer.json()));
    }

    private JsonObject ask(String operation, JsonObject arguments) throws Exception {
        return finish(asked(operation, arguments));
    }

    private static JsonObject id(long id) {
        return new JsonObject().put("id", id);
    }

    private static JsonObject patch(String path, Object value) {
        return new JsonObject()
                .put("stream", "orders")
                .put(
                        "patch",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("op", "replace")
                                        .put("path", path)
                                        .put("value", value)));
    }

    /** Outcome and detail of the only entry of an answer. */
    private static String only(JsonObject answer) {
        assertThat(answer.getJsonArray("entries")).hasSize(1);
        JsonObject entry = answer.getJsonArray("entries").getJsonObject(0);
        return entry.getString("outcome") + (entry.containsKey("detail") ? ": " + entry.getString("detail") : "");
    }

    private List<String> counts() {
        return postgres.query("SELECT sum(appended), sum(stored), sum(duplicates), sum(trouble), sum(discarded)"
                        + " FROM sluice.event_count")
                .get(0);
    }

    @Test
    void anEntryIsSeenMendedAndRequeuedToWhereItHasAlwaysBeen() throws Exception {
        start(record(order("a", 1), BAD, order("c", 3)));
        assertThat(counts()).containsExactly("3", "2", "0", "1", "0");

        JsonObject listed =
                ask("trouble.list", new JsonObject().put("stream", "orders").put("reason", "SEVEN"));
        JsonObject refused = ask("trouble.requeue", id(1));
        JsonObject tried = ask("trouble.requeue", id(1).put("skipSchema", true));
        JsonObject edited = ask("trouble.edit", patch("/track", 7).put("note", "a number"));
        JsonObject requeued = ask("trouble.requeue", id(1).put("note", "ticket 4711"));
        JsonObject again = ask("trouble.requeue", id(1));

        assertThat(listed.getJsonArray("entries").getJsonObject(0).getLong("id"))
                .isEqualTo(1);
        assertThat(only(refused)).startsWith("refused: /track is a text that the stream's column can't hold");
        assertThat(only(tried)).startsWith("refused: PostgreSQL refuses it: invalid input syntax for type bigint");
        assertThat(only(edited)).isEqualTo("edited: it would be stored");
        assertThat(only(requeued)).isEqualTo("stored");
        assertThat(only(again)).isEqualTo("not_open: the entry is stored");
        assertThat(
                        postgres.query(
                                "SELECT kafka_offset, event_index, track_id, event_id, payload, client,"
                                        + " received_at = (SELECT min(received_at) FROM logs.orders) FROM logs.orders WHERE event_index = 1"))
                .containsExactly(
                        List.of("0", "1", "7", "b", "{\"id\": \"b\", \"price\": 1.10, \"track\": 7}", "app", "t"));
        assertThat(counts()).containsExactly("3", "3", "0", "0", "0");
        JsonObject shown = ask("trouble.show", id(1));
        assertThat(shown.getString("payload")).isEqualTo("{\"id\":\"b\",\"track\":7,\"price\":1.10}");
        assertThat(shown.getString("state")).isEqualTo("stored");
        JsonArray history = shown.getJsonArray("history");
        assertThat(history).hasSize(2);
        assertThat(history.getJsonObject(0).getString("before")).isEqualTo(BAD);
        assertThat(history.getJsonObject(0).getString("who")).isEqualTo("anna");
        assertThat(history.getJsonObject(1).getString("note")).isEqualTo("ticket 4711");
    }

    @Test
    void aRequeueThatRunsTwiceAtOnceStoresOnce() throws Exception {
        start(record(BAD));
        ask("trouble.edit", patch("/track", 7));

        Future<JsonObject> one = asked("trouble.requeue", id(1));
        Future<JsonObject> other = asked("trouble.requeue", id(1));

        assertThat(List.of(only(finish(one)), only(finish(other))))
                .anyMatch(outcome -> outcome.equals("stored"))
                .anyMatch(outcome -> outcome.startsWith("not_open"));
        assertThat(one("SELECT count(*) FROM logs.orders")).isEqualTo("1");
        assertThat(counts()).containsExactly("1", "1", "0", "0", "0");
    }

    @Test
    void aDryRunSaysWhatWouldHappenAndChangesNothing() throws Exception {
        start(record(BAD));

        JsonObject edited = ask("trouble.edit", patch("/track", 7).put("dryRun", true));
        JsonObject wrong = ask("trouble.edit", patch("/track", true).put("dryRun", true));
        JsonObject missing = ask("trouble.edit", patch("/colour", 7));
        JsonObject requeued = ask("trouble.requeue", id(1).put("dryRun", true));

        assertThat(only(edited)).isEqualTo("would_be_edited: it would be stored");
        assertThat(only(wrong)).startsWith("would_be_edited: it would be refused: /track ");
        assertThat(only(missing)).startsWith("refused: the patch doesn't fit");
        assertThat(only(requeued)).startsWith("refused: /track ");
        assertThat(one("SELECT count(*) FROM sluice.trouble_history")).isEqualTo("0");
        assertThat(one("SELECT count(*) FROM logs.orders")).isEqualTo("0");
        assertThat(one("SELECT convert_from(payload, 'UTF8') || state FROM sluice.trouble"))
                .isEqualTo(BAD + "open");
    }

    @Test
    void manyAreMendedByOnePatchPageByPage() throws Exception {
        String[] bad = new String[5];
        for (int i = 0; i < bad.length; i++) {
            bad[i] = "{\"id\":\"i" + i + "\",\"track\":\"none\"}";
        }
        start(record(bad));

        JsonObject first = ask("trouble.edit", patch("/track", 0).put("limit", 3));
        JsonObject second = ask("trouble.edit", patch("/track", 0).put("after", first.getLong("next")));
        JsonObject page = ask("trouble.list", new JsonObject().put("limit", 2).put("after", 1));
        JsonObject requeued = ask("trouble.requeue", new JsonObject().put("stage", "database"));

        assertThat(first.getJsonObject("counts")).isEqualTo(new JsonObject().put("edited", 3));
        assertThat(second.getJsonObject("counts")).isEqualTo(new JsonObject().put("edited", 2));
        assertThat(second.containsKey("next")).isFalse();
        assertThat(page.getJsonArray("entries")).hasSize(2);
        assertThat(page.getLong("next")).isEqualTo(3);
        assertThat(requeued.getJsonObject("counts")).isEqualTo(new JsonObject().put("stored", 5));
        assertThat(counts()).containsExactly("5", "5", "0", "0", "0");
    }

    @Test
    void anotherEventWithAKnownIdTakesThePlaceInTheLedger() throws Exception {
        start(record(order("a", 1)), record(order("a", 2)));
        assertThat(counts()).containsExactly("2", "1", "0", "1", "0");

        assertThat(only(ask("trouble.requeue", id(1)))).isEqualTo("stored");

        log.append("orders", 0, record(order("a", 2)));
        log.append("orders", 0, record(order("a", 1)));
        awaitOffset("orders", 0, 4);
        assertThat(postgres.query("SELECT kafka_offset, track_id FROM logs.orders ORDER BY 1"))
                .containsExactly(List.of("0", "1"), List.of("1", "2"));
        assertThat(counts()).containsExactly("4", "2", "1", "1", "0");
    }

    @Test
    void anEventThatHasItsIdFromTheRequestIsKnownByItAfterwards() throws Exception {
        String bad = "{\"track\":\"x\"}";
        start(keyed(record("{\"track\":1}", bad), "k"));
        ask("trouble.edit", patch("/track", 2));

        assertThat(only(ask("trouble.requeue", id(1)))).isEqualTo("stored");

        log.append("orders", 0, keyed(record("{\"track\":1}", "{\"track\":2}"), "k"));
        awaitOffset("orders", 0, 2);
        assertThat(counts()).containsExactly("4", "2", "2", "0", "0");
    }

    @Test
    void aDayThatIsGoneIsSaid() throws Exception {
        start(FakeBridge.record(now - Duration.ofDays(40).toMillis(), "app", BAD));
        ask("trouble.edit", patch("/track", 7));
        postgres.execute(
                "DO $$ DECLARE t text; BEGIN SELECT min(c.oid::regclass::text) INTO t FROM pg_class c JOIN pg_inherits i"
                        + " ON i.inhrelid = c.oid WHERE i.inhparent = 'logs.orders'::regclass; EXECUTE 'DROP TABLE ' || t; END $$");

        String outcome = only(ask("trouble.requeue", id(1)));

        assertThat(outcome).startsWith("refused: its day ").contains("has no table (any more)");
        assertThat(counts()).containsExactly("1", "0", "0", "1", "0");
    }

    @Test
    void aWholeRecordBecomesARowOnlyAsOneEvent() throws Exception {
        Buffer two = Buffer.buffer(order("a", 1) + '\n' + order("b", 2));
        start(
                FakeBridge.defective(now, Defect.CRC, two),
                FakeBridge.defective(now, Defect.NO_HEADER, Buffer.buffer(order("c", 3))));

        assertThat(only(ask("trouble.requeue", id(1)))).contains("this one holds 2 lines");
        assertThat(only(ask("trouble.requeue", id(2)))).isEqualTo("stored");
        assertThat(postgres.query("SELECT kafka_offset, event_index, track_id FROM logs.orders"))
                .containsExactly(List.of("1", "0", "3"));
        assertThat(counts()).containsExactly("2", "1", "0", "1", "0");
    }

    @Test
    void whatIsDiscardedIsCountedAndKept() throws Exception {
        start(record(BAD));

        JsonObject dry =
                ask("trouble.discard", new JsonObject().put("stream", "orders").put("dryRun", true));
        JsonObject discarded =
                ask("trouble.discard", new JsonObject().put("stream", "orders").put("note", "a test"));

        assertThat(only(dry)).isEqualTo("would_be_discarded");
        assertThat(only(discarded)).isEqualTo("discarded");
        assertThat(only(ask("trouble.requeue", id(1)))).isEqualTo("not_open: the entry is discarded");
        assertThat(counts()).containsExactly("1", "0", "0", "0", "1");
        assertThat(ask("trouble.show", id(1)).getString("payload")).isEqualTo(BAD);
    }

    @Test
    void bytesThatAreNoTextAreShownInBase64AndMayBeReplaced() throws Exception {
        start(FakeBridge.defective(now, Defect.CRC, Buffer.buffer(new byte[] {'{', (byte) 0xff, '}'})));

        assertThat(ask("trouble.show", id(1)).getString("payloadBase64")).isEqualTo("e/99");
        assertThat(only(ask("trouble.requeue", id(1)))).startsWith("refused: ");
        assertThat(only(ask("trouble.edit", id(1).put("payload", "{\n\"track\": 5\n}"))))
                .isEqualTo("edited: it would be stored");
    }

    @Test
    void whatIsAskedWronglyIsSaid() throws Exception {
        start(record(BAD));

        assertThatThrownBy(() -> ask("trouble.show", id(99))).hasMessageContaining("there is no entry 99");
        assertThatThrownBy(() -> ask("trouble.requeue", new JsonObject()))
                .hasMessageContaining("says which entries is needed");
        assertThatThrownBy(() -> ask("trouble.list", new JsonObject().put("state", "closed")))
                .hasMessageContaining("state is expected as open");
        assertThatThrownBy(() -> ask("trouble.edit", id(1))).hasMessageContaining("or patch is needed");
        assertThatThrownBy(() -> ask("trouble.edit", id(1).put("patch", new JsonArray().add("x"))))
                .hasMessageContaining("is no JSON Patch");
        assertThatThrownBy(() -> ask(
                        "trouble.edit", new JsonObject().put("stream", "orders").put("payload", "{}")))
                .hasMessageContaining("give one id");
    }

    @Test
    void withoutTheStageThatChecksOnlyTheDatabaseDecidesAndOnlyWhenToldTo() throws Exception {
        log.topic("orders", 1);
        log.append("orders", 0, record("{\"id\":\"b\",\"track\":\"x\"}"));
        vertx = startNode(postgres.config());
        awaitOffset("orders", 0, 1);

        assertThatThrownBy(() -> ask("trouble.requeue", id(1))).hasMessageContaining("nobody answers at sluice.verify");
        String edited = only(
                ask("trouble.edit", id(1).put("payload", "{\n\"track\": 5}").put("skipSchema", true)));
        String stored = only(ask("trouble.requeue", id(1).put("skipSchema", true)));

        assertThat(edited).isEqualTo("edited: it would be stored");
        assertThat(stored).isEqualTo("stored");
    }

    @Test
    void theMetricAndHealthTellHowManyAreOpen() throws Exception {
        start(record(BAD, BAD.replace("\"b\"", "\"c\"")));

        startNode(postgres.config());

        eventually(() -> assertThat(meters.get(Metric.TROUBLE_OPEN.text())
                        .tag("stream", "orders")
                        .gauge()
                        .value())
                .isEqualTo(2));
        eventually(() -> assertThat(health.parts().get("database").detail()).contains("trouble queue: 2"));
    }

    @Test
    void whilePostgresIsAwayTheAnswerIsUnavailable() throws Exception {
        vertx = startNode(PostgresFixture.config("postgresql://127.0.0.1:1/nothing"));

        assertThatThrownBy(() -> ask("trouble.list", new JsonObject()))
                .cause()
                .extracting("failure")
                .isEqualTo(Failure.UNAVAILABLE);
    }
}
