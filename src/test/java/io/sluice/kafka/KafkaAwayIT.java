package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.embedded.EmbeddedKafka;
import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Outcome;
import io.sluice.support.KafkaFixture;
import io.sluice.support.Ports;
import io.sluice.support.TestProxy;
import io.sluice.telemetry.Health;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class KafkaAwayIT {
    @TempDir
    Path folder;

    @Test
    void whileKafkaIsAwayEveryAppendEndsDefinitelyAndAllGoesOnWhenItIsBack() throws Exception {
        String stream = KafkaFixture.uniqueStream();
        EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0);
        int port = Integer.parseInt(kafka.servers().split(":", -1)[1]);
        try (BridgeFixture bridge = new BridgeFixture(kafka.servers(), stream).awaitReady()) {
            UUID topicId = bridge.topicId();
            List<Outcome> atFirst = new ArrayList<>();

            kafka.close();
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
                atFirst.add(bridge.append("{\"while\":\"away\"}"));
                return bridge.health.overall() == Health.Status.DOWN;
            });

            assertThat(atFirst)
                    .allMatch(outcome ->
                            isRefusedAs(Failure.OUTCOME_UNKNOWN, outcome) || isRefusedAs(Failure.NOT_WRITTEN, outcome));
            long begun = System.nanoTime();
            assertThat(isRefusedAs(Failure.NOT_WRITTEN, bridge.append("{}"))).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(500));
            assertThatThrownBy(() -> BridgeFixture.await(bridge.fetch(topicId, 0, 0, 500)))
                    .cause()
                    .isInstanceOfSatisfying(
                            SluiceException.class, e -> assertThat(e.failure()).isEqualTo(Failure.UNAVAILABLE));
            try (EmbeddedKafka again = EmbeddedKafka.start(folder, port)) {
                bridge.awaitReady();
                assertThat(again.servers()).isEqualTo(kafka.servers());
                assertThat(BridgeFixture.await(bridge.fetch(topicId, 0, 0, 5_000))
                                .records())
                        .isNotEmpty();
            }
        } finally {
            kafka.close();
        }
    }

    @Test
    void aKafkaThatWasNeverThereFailsNoStartAndRefusesAtOnce() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }

        try (BridgeFixture bridge = new BridgeFixture("127.0.0.1:" + nobody, KafkaFixture.uniqueStream())) {
            Outcome outcome = bridge.append("{}");

            assertThat(isRefusedAs(Failure.NOT_WRITTEN, outcome)).isTrue();
            assertThat(bridge.health.overall()).isEqualTo(Health.Status.DOWN);
        }
    }

    @Test
    void connectionsThatFellSilentHoldReadingUpForSecondsOnly(Vertx vertx) throws Exception {
        int way = Ports.free();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0, "127.0.0.1:" + way)) {
            TestProxy proxy =
                    new TestProxy(vertx, Integer.parseInt(kafka.servers().split(":", -1)[1]));
            BridgeFixture.await(proxy.start(way));
            try (BridgeFixture bridge =
                    new BridgeFixture("127.0.0.1:" + way, KafkaFixture.uniqueStream()).awaitReady()) {
                UUID topicId = bridge.topicId();
                BridgeFixture.await(bridge.fetch(topicId, 0, 0, 5_000));

                proxy.fallSilent();
                bridge.produce(new ProducerRecord<>(bridge.topic, "from elsewhere".getBytes(StandardCharsets.UTF_8)));

                Awaitility.await()
                        .atMost(Duration.ofSeconds(15))
                        .ignoreExceptions()
                        .until(() -> BridgeFixture.await(bridge.fetch(topicId, 1, 1, 500))
                                        .records()
                                        .size()
                                == 1);
            }
        }
    }

    @Test
    void aNameThatNobodyKnowsFailsNoStart() throws Exception {
        try (BridgeFixture bridge = new BridgeFixture("no-such-host.invalid:9092", KafkaFixture.uniqueStream())) {
            Outcome outcome = bridge.append("{}");

            assertThat(isRefusedAs(Failure.NOT_WRITTEN, outcome)).isTrue();
        }
    }

    private static boolean isRefusedAs(Failure failure, Outcome outcome) {
        return outcome instanceof Outcome.Refused refused && refused.problem().failure() == failure;
    }
}
