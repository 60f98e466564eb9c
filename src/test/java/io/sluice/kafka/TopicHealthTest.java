package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Stream;
import io.sluice.support.Configs;
import io.sluice.telemetry.Health;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TopicHealthTest {
    private static final Stream STREAM = Configs.streams().all().get(0);
    private static final TopicState GOOD = topic(List.of());
    private static final List<TopicCheck.Finding> AUTO_CREATE =
            List.of(new TopicCheck.Finding("topics are made by themselves", true));

    @Test
    void topicsAsTheyMustBeAreUp() {
        assertThat(TopicHealth.of(List.of(GOOD), List.of(), List.of(), false))
                .isEqualTo(new Health.Part(Health.Status.UP, ""));
    }

    @Test
    void aTopicThatTakesNothingIsDown() {
        TopicState missing = TopicState.missing(STREAM, "logs.x", "logs.x is missing");

        Health.Part part = TopicHealth.of(List.of(GOOD, missing), AUTO_CREATE, List.of(), false);

        assertThat(part).isEqualTo(new Health.Part(Health.Status.DOWN, "logs.x is missing"));
    }

    @Test
    void aTopicThatTheProducerDoesNotKnowIsDown() {
        Health.Part part = TopicHealth.of(List.of(GOOD), List.of(), List.of("logs.x"), false);

        assertThat(part).isEqualTo(new Health.Part(Health.Status.DOWN, "the producer can't send yet to logs.x"));
    }

    @Test
    void brokersThatMakeTopicsByThemselvesOnlyWarn() {
        Health.Part part = TopicHealth.of(List.of(GOOD), AUTO_CREATE, List.of(), false);

        assertThat(part).isEqualTo(new Health.Part(Health.Status.DEGRADED, "topics are made by themselves"));
    }

    @Test
    void whatAnOperatorAllowedIsSaidAndUp() {
        TopicState single = topic(List.of(new TopicCheck.Finding("one replica", true)));

        Health.Part part = TopicHealth.of(List.of(single), AUTO_CREATE, List.of(), true);

        assertThat(part.status()).isEqualTo(Health.Status.UP);
        assertThat(part.detail()).contains("allowed here: topics are made by themselves; one replica");
    }

    private static TopicState topic(List<TopicCheck.Finding> findings) {
        return TopicState.checked(STREAM, "logs.x", new UUID(1, 2), List.of(0), findings, true);
    }
}
