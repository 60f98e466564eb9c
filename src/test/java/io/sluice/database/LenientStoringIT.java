package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.message.Address;
import io.sluice.message.BadEvent;
import io.sluice.message.Bus;
import io.sluice.message.FetchedRecord;
import io.sluice.message.Position;
import io.sluice.message.Status;
import io.sluice.message.StatusRequest;
import io.sluice.message.Statuses;
import io.sluice.support.FakeBridge;
import io.sluice.telemetry.Metric;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A record that brings bad events along, beside one that only PostgreSQL refuses. */
class LenientStoringIT extends Scenario {
    private static final String REFUSED = "{\"requests\":{\"total\":\"x\"}}";

    /** Good at 0, 2 and 3, of which PostgreSQL refuses 2; bad at 1 and 4. */
    private FetchedRecord record() {
        FetchedRecord good = FakeBridge.record(now, "web", event(1), "", REFUSED, event(2));
        return new FetchedRecord(
                good.offset(),
                good.appendTime(),
                good.leaderEpoch(),
                good.client(),
                good.streamVersion(),
                3,
                good.idempotencyKey(),
                null,
                null,
                good.value(),
                List.of(
                        new BadEvent(1, "isn't UTF-8", Buffer.buffer(new byte[] {(byte) 0xff, 0})),
                        new BadEvent(4, "is no JSON", Buffer.buffer("{"))));
    }

    private Status status(Vertx node) throws Exception {
        StatusRequest question = new StatusRequest(List.of(new Position("nginx", log.topicId("nginx"), 0, 0, now, 3)));
        return finish(new Bus(node).ask(Address.STATUS.text(), question, Duration.ofSeconds(5), Statuses.class))
                .statuses()
                .get(0);
    }

    @Test
    void eachEventIsStoredOrInTroubleAtItsIndexAndAMendedOneIsARowMore() throws Exception {
        log.topic("nginx", 1);
        log.append("nginx", 0, record());
        Vertx node = startNode(postgres.config());

        awaitOffset("nginx", 0, 1);

        assertThat(postgres.query("SELECT event_index FROM logs.nginx ORDER BY 1"))
                .containsExactly(List.of("0"), List.of("3"));
        assertThat(postgres.query("SELECT event_index, stage, encode(payload, 'hex') FROM sluice.trouble"
                        + " WHERE stage = 'validation' ORDER BY 1"))
                .containsExactly(List.of("1", "validation", "ff00"), List.of("4", "validation", "7b"));
        assertThat(one("SELECT string_agg(event_index::text, ',') FROM sluice.trouble WHERE stage = 'database'"))
                .isEqualTo("2");
        assertThat(postgres.query("SELECT appended, stored, trouble FROM sluice.event_count"))
                .containsExactly(List.of("5", "2", "3"));
        assertThat(meters.get(Metric.STORED_BYTES.text()).counter().count())
                .isEqualTo(event(1).getBytes(StandardCharsets.UTF_8).length
                        + event(2).getBytes(StandardCharsets.UTF_8).length);
        assertThat(status(node).stored()).isEqualTo(2);
        assertThat(status(node).troubles()).extracting(Status.Trouble::index).containsExactly(1, 2, 4);
        postgres.query("UPDATE sluice.trouble SET state = 'stored' WHERE event_index < 4 RETURNING id");
        assertThat(status(node).stored()).isEqualTo(4);
        assertThat(status(node).troubles()).extracting(Status.Trouble::index).containsExactly(4);
    }
}
