package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.message.Address;
import io.sluice.message.Bus;
import io.sluice.message.Position;
import io.sluice.message.Status;
import io.sluice.message.Status.State;
import io.sluice.message.StatusRequest;
import io.sluice.message.Statuses;
import io.sluice.support.FakeBridge;
import io.sluice.telemetry.Health;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is told of positions, by a real PostgreSQL. */
class StatusIT extends Scenario {
    private static final UUID STRANGER = new UUID(7, 7);

    /** Long enough ago for a look at Kafka's topics to be certain about it. */
    private final long earlier = now - Duration.ofMinutes(5).toMillis();

    private static List<Status> ask(Vertx node, Position... positions) throws Exception {
        StatusRequest question = new StatusRequest(Arrays.asList(positions));
        return finish(new Bus(node).ask(Address.STATUS.text(), question, Duration.ofSeconds(5), Statuses.class))
                .statuses();
    }

    @Test
    void tellsWhatIsStoredInTroubleAndStillToCome() throws Exception {
        log.topic("nginx", 1);
        UUID topic = log.topicId("nginx");
        log.append("nginx", 0, FakeBridge.record(now, "web", event(1), "{\"requests\":{\"total\":\"x\"}}", event(2)));
        Vertx node = startNode(postgres.config());
        awaitOffset("nginx", 0, 1);

        List<Status> answer = ask(
                node,
                new Position("nginx", topic, 0, 1, now, 1),
                new Position("nginx", topic, 0, 0, now, 3),
                new Position("nginx", STRANGER, 0, 0, now, 1),
                new Position("nginx", STRANGER, 0, 0, earlier, 1),
                new Position("unheard_of", STRANGER, 0, 0, earlier, 1));

        assertThat(answer)
                .extracting(Status::state)
                .containsExactly(State.ACCEPTED, State.STORED, State.ACCEPTED, State.ELSEWHERE, State.ACCEPTED);
        assertThat(answer.get(1).stored()).isEqualTo(2);
        assertThat(answer.get(1).troubles())
                .singleElement()
                .extracting(Status.Trouble::index)
                .isEqualTo(1);
        assertThat(answer.get(4).detail()).contains("no topic of this stream");
    }

    @Test
    void tellsOfADayThatWasDropped() throws Exception {
        log.topic("nginx", 1);
        UUID topic = log.topicId("nginx");
        long lastMonth = now - Duration.ofDays(31).toMillis();
        log.append("nginx", 0, FakeBridge.record(lastMonth, "web", event(1)));
        log.append("nginx", 0, FakeBridge.record(lastMonth, "web", "{\"requests\":{\"total\":\"x\"}}"));
        log.append("nginx", 0, FakeBridge.record(now, "web", event(2)));
        Vertx node = startNode(postgres.config());
        awaitOffset("nginx", 0, 3);
        Position[] positions = {
            new Position("nginx", topic, 0, 0, lastMonth, 1),
            new Position("nginx", topic, 0, 1, lastMonth, 1),
            new Position("nginx", topic, 0, 2, now, 1)
        };
        List<Status> before = ask(node, positions);

        postgres.execute("DROP TABLE logs."
                + one("SELECT '\"nginx$' || to_char(to_timestamp(" + lastMonth
                        + " / 1000.0) AT TIME ZONE 'UTC', 'YYYYMMDD') || '\"'"));

        assertThat(before).extracting(Status::state).containsOnly(State.STORED);
        assertThat(ask(node, positions))
                .extracting(Status::state)
                .containsExactly(State.EXPIRED, State.STORED, State.STORED);
    }

    @Test
    void tellsOfATopicThatWasMadeAgainBeforeAndAfterAnOperatorGoesOn() throws Exception {
        log.topic("nginx", 1);
        UUID first = log.topicId("nginx");
        log.append("nginx", 0, FakeBridge.record(earlier, "web", event(1)));
        Vertx node = startNode(postgres.config());
        awaitOffset("nginx", 0, 1);
        log.topic("nginx", 1);
        UUID second = log.topicId("nginx");
        log.append("nginx", 0, FakeBridge.record(earlier, "web", event(2)));
        eventually(() -> assertThat(health.parts().get("database").status()).isEqualTo(Health.Status.DEGRADED));
        Position[] positions = {
            new Position("nginx", first, 0, 0, earlier, 1),
            new Position("nginx", first, 0, 1, earlier, 1),
            new Position("nginx", second, 0, 0, earlier, 1)
        };

        eventually(() -> assertThat(ask(node, positions))
                .extracting(Status::state)
                .containsExactly(State.STORED, State.LOST, State.ACCEPTED));
        assertThat(ask(node, positions).get(2).detail()).contains("made again");
        postgres.execute("DELETE FROM sluice.consumer_offset");
        awaitOffset("nginx", 0, 1);
        List<Status> goneOn = ask(node, positions);

        assertThat(goneOn).extracting(Status::state).containsExactly(State.STORED, State.LOST, State.STORED);
    }
}
