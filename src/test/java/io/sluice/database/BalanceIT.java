package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.message.Address;
import io.sluice.message.AdminAnswer;
import io.sluice.message.AdminQuestion;
import io.sluice.message.Bus;
import io.sluice.support.FakeBridge;
import io.sluice.telemetry.Metric;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The balance sheet by a real PostgreSQL, and that it names the place when harm is done. */
class BalanceIT extends Scenario {
    private Vertx node;

    /** Three records: 0 and 2 from web; 1 from app, with an event that is no storable JSON. */
    @BeforeEach
    void storeThreeRecords() throws Exception {
        log.topic("nginx", 1);
        log.append("nginx", 0, FakeBridge.record(now, "web", event(1), event(2), event(3)));
        log.append("nginx", 0, FakeBridge.record(now, "app", event(4), "{\"requests\":{\"total\":\"x\"}}"));
        log.append("nginx", 0, FakeBridge.record(now, "web", event(5), event(6)));
        node = startNode(postgres.config());
        awaitOffset("nginx", 0, 3);
    }

    private JsonObject ask(JsonObject arguments) throws Exception {
        AdminQuestion question = new AdminQuestion("balance", "anna", false, arguments.toBuffer());
        return finish(new Bus(node).ask(Address.ADMIN.text(), question, Duration.ofSeconds(20), AdminAnswer.class))
                .json()
                .toJsonObject();
    }

    private JsonObject ask() throws Exception {
        return ask(new JsonObject());
    }

    private JsonObject askWithRows() throws Exception {
        return ask(new JsonObject()
                .put("stream", "nginx")
                .put(
                        "from",
                        Instant.ofEpochMilli(now).minus(Duration.ofHours(1)).toString())
                .put("rows", true));
    }

    private static JsonObject onlyCell(JsonObject sheet) {
        assertThat(sheet.getBoolean("even")).isFalse();
        assertThat(sheet.getJsonArray("cells")).hasSize(1);
        return sheet.getJsonArray("cells").getJsonObject(0);
    }

    @Test
    void whatIsStoredIsEvenWithAndWithoutTheRows() throws Exception {
        for (JsonObject sheet : List.of(ask(), askWithRows())) {
            assertThat(sheet.getBoolean("even")).as(sheet.encode()).isTrue();
            assertThat(sheet.getJsonArray("cells")).isEmpty();
            JsonObject partition = sheet.getJsonArray("partitions").getJsonObject(0);
            assertThat(partition.getLong("stored")).isEqualTo(3);
            assertThat(partition.getLong("logEnd")).isEqualTo(3);
            JsonObject total = sheet.getJsonArray("streams").getJsonObject(0);
            assertThat(total.getLong("appended")).isEqualTo(7);
            assertThat(total.getLong("stored")).isEqualTo(6);
            assertThat(total.getLong("trouble")).isEqualTo(1);
            assertThat(total.getJsonObject("entries").getLong("open")).isEqualTo(1);
        }
        assertThat(askWithRows().getJsonArray("streams").getJsonObject(0).getLong("rows"))
                .isEqualTo(6);
        assertThat(ask(new JsonObject().put("all", "true")).getJsonArray("cells"))
                .hasSize(2);
    }

    @Test
    void aDeletedRowIsMissedAndItsRecordNamed() throws Exception {
        postgres.execute("DELETE FROM logs.nginx WHERE kafka_offset = 0 AND event_index = 1");

        JsonObject cell = onlyCell(askWithRows());

        assertThat(ask().getBoolean("even")).as("without a look at the rows").isTrue();
        assertThat(cell.getString("client")).isEqualTo("web");
        assertThat(cell.getInteger("partition")).isZero();
        assertThat(cell.getJsonArray("problems"))
                .containsExactly("stored 5 by the counts, but there are 4 rows in logs.nginx");
        assertThat(cell.getLong("firstOffset")).isZero();
        assertThat(cell.getLong("lastOffset")).isEqualTo(2);
        assertThat(cell.getJsonArray("places"))
                .containsExactly(new JsonObject()
                        .put("what", "incomplete")
                        .put("firstOffset", 0)
                        .put("lastOffset", 0));
    }

    @Test
    void aRecordWithoutAnyRowIsNamed() throws Exception {
        postgres.execute("DELETE FROM logs.nginx WHERE kafka_offset = 1");
        postgres.execute("DELETE FROM sluice.trouble");

        JsonObject cell = onlyCell(askWithRows());

        assertThat(cell.getJsonArray("problems"))
                .containsExactly(
                        "trouble 1 by the counts, but there are 0 open entries in the trouble queue",
                        "stored 1 by the counts, but there are 0 rows in logs.nginx");
        assertThat(cell.getJsonArray("places"))
                .containsExactly(new JsonObject()
                        .put("what", "absent")
                        .put("firstOffset", 1)
                        .put("lastOffset", 1));
    }

    @Test
    void aDoubledRowIsNamed() throws Exception {
        postgres.execute("INSERT INTO logs.nginx SELECT * FROM logs.nginx WHERE kafka_offset = 2 AND event_index = 1");

        JsonObject cell = onlyCell(askWithRows());

        assertThat(cell.getJsonArray("places"))
                .containsExactly(new JsonObject()
                        .put("what", "doubled")
                        .put("firstOffset", 2)
                        .put("lastOffset", 2)
                        .put("index", 1));
    }

    @ParameterizedTest
    @CsvSource({"appended,appended 6 is not", "duplicates,appended 5 is not"})
    void aCountThatIsWrongShowsWithoutTheRowsAndInTheMetric(String column, String problem) throws Exception {
        postgres.execute("UPDATE sluice.event_count SET " + column + " = " + column + " + 1 WHERE client = 'web'");

        JsonObject cell = onlyCell(ask());
        startNode(postgres.config());

        assertThat(cell.getJsonArray("problems").getString(0)).startsWith(problem);
        assertThat(cell.getInteger("partition")).isZero();
        eventually(() -> assertThat(
                        meters.get(Metric.UNEVEN_BALANCE.text()).gauge().value())
                .isEqualTo(1));
    }

    @Test
    void anEntryThatIsGoneFromTheTroubleQueueShows() throws Exception {
        postgres.execute("DELETE FROM sluice.trouble");

        assertThat(onlyCell(ask()).getJsonArray("problems"))
                .containsExactly("trouble 1 by the counts, but there are 0 open entries in the trouble queue");
    }

    @Test
    void anOffsetThatWasSetByHandShowsInTheRecords() throws Exception {
        postgres.execute("UPDATE sluice.consumer_offset SET next_offset = 5, epoch = epoch + 1");

        JsonObject sheet = ask();

        assertThat(sheet.getBoolean("even")).isFalse();
        assertThat(sheet.getJsonArray("partitions").getJsonObject(0).getString("problem"))
                .contains("offsets 3 to 4 were cut off");
    }

    @Test
    void aDayThatWasDroppedIsNotMissed() throws Exception {
        postgres.execute("DROP TABLE logs."
                + one("SELECT '\"nginx$' || to_char(to_timestamp(" + now
                        + " / 1000.0) AT TIME ZONE 'UTC', 'YYYYMMDD') || '\"'"));

        assertThat(askWithRows().getBoolean("even")).isTrue();
    }

    @Test
    void rowsAreCountedOfADayAtMostAndOneStream() {
        assertThatThrownBy(() -> ask(new JsonObject().put("rows", true))).hasMessageContaining("stream and from");
        assertThatThrownBy(() -> ask(new JsonObject()
                        .put("rows", true)
                        .put("stream", "nginx")
                        .put("from", "2026-01-01T00:00:00Z")))
                .hasMessageContaining("one day at most");
        assertThatThrownBy(() -> ask(new JsonObject().put("stream", "none"))).hasMessageContaining("no stream");
    }
}
