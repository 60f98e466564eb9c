package io.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HealthTest {
    private final Health health = new Health();

    @Test
    void postgresqlAwayLeavesTheNodeReady() {
        health.set("http", Health.Status.UP, "");

        health.set("database", Health.Status.DEGRADED, "PostgreSQL is away");

        assertThat(health.overall()).isEqualTo(Health.Status.DEGRADED);
        assertThat(health.isReady()).isTrue();
    }

    @Test
    void kafkaAwayMakesTheNodeUnreadyUntilItIsBack() {
        health.set("kafka", Health.Status.DOWN, "no broker");
        boolean away = health.isReady();

        health.set("kafka", Health.Status.UP, "");

        assertThat(away).isFalse();
        assertThat(health.isReady()).isTrue();
    }

    @Test
    void aNodeThatStopsIsNotReady() {
        health.stopping(true);

        assertThat(health.isReady()).isFalse();
    }
}
