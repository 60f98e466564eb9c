package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ByteSize;
import io.sluice.embedded.EmbeddedKafka;
import io.sluice.failure.Failure;
import io.sluice.message.Outcome;
import io.sluice.support.KafkaFixture;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Metric;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a real broker tells of its disks ends the backlog. */
@ExtendWith(KafkaFixture.class)
class BudgetIT {
    private static final int BYTES = 40_000;

    @Test
    void aTopicThatUsesItsBudgetTakesNothingMore(EmbeddedKafka kafka) throws Exception {
        ByteSize budget = ByteSize.parse("100KiB");
        try (BridgeFixture bridge = new BridgeFixture(
                        kafka.servers(), KafkaFixture.uniqueStream(), Duration.ofMinutes(1), budget)
                .awaitReady()) {
            byte[] bytes = new byte[BYTES * 3 / 4];
            new Random(1).nextBytes(bytes);
            String incompressible = '"' + Base64.getEncoder().encodeToString(bytes) + '"';
            for (int i = 0; i < 3; i++) {
                assertThat(bridge.append(incompressible)).isInstanceOf(Outcome.Accepted.class);
            }

            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(bridge.append("{}"))
                            .isInstanceOfSatisfying(
                                    Outcome.Refused.class,
                                    refused -> assertThat(refused.problem().failure())
                                            .isEqualTo(Failure.BACKLOG_FULL)));

            assertThat(bridge.registry.get(Metric.TOPIC_BYTES.text()).gauge().value())
                    .isGreaterThan(3 * BYTES);
            Health.Part part = bridge.health.parts().get(DiskWatch.PART);
            assertThat(part.status()).isEqualTo(Health.Status.DEGRADED);
            assertThat(part.detail()).contains(bridge.topic).contains("of the 102400 of kafka.topicBudget");
            assertThat(bridge.health.isReady()).isTrue();
        }
    }
}
