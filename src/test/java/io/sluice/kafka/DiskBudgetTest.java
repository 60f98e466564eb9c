package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.failure.Failure;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiskBudgetTest {
    private static final String TOPIC = "logs.nginx";
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final DiskBudget budget = new DiskBudget(1_000);

    @Test
    void aTopicNobodyHasLookedAtTakesEvents() {
        assertThat(budget.refusal(TOPIC)).isNull();
        assertThat(budget.secondsLeft(TOPIC)).isInfinite();
    }

    @Test
    void aFullTopicIsRefusedUntilItUsesLessThanNineTenths() {
        budget.seen(Map.of(TOPIC, 999L, "logs.other", 5L), 0);
        assertThat(budget.refusal(TOPIC)).isNull();
        budget.seen(Map.of(TOPIC, 1_000L), SECOND);
        assertThat(budget.refusal(TOPIC).failure()).isEqualTo(Failure.BACKLOG_FULL);
        assertThat(budget.refusal("logs.other")).isNull();
        assertThat(budget.full()).singleElement().asString().startsWith("topic logs.nginx uses 1000 bytes of the 1000");
        budget.seen(Map.of(TOPIC, 900L), 2 * SECOND);
        assertThat(budget.refusal(TOPIC)).isNotNull();

        budget.seen(Map.of(TOPIC, 899L), 3 * SECOND);

        assertThat(budget.refusal(TOPIC)).isNull();
        assertThat(budget.full()).isEmpty();
    }

    @Test
    void theTimeLeftFollowsFromTheGrowth() {
        for (int i = 0; i <= 50; i++) {
            budget.seen(Map.of(TOPIC, 10L * i), i * SECOND);
        }

        assertThat(budget.secondsLeft(TOPIC)).isCloseTo(50, within(0.1));
        budget.seen(Map.of(TOPIC, 1_000L), 51 * SECOND);
        assertThat(budget.secondsLeft(TOPIC)).isZero();
    }
}
