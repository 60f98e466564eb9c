package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ByteSize;
import io.sluice.config.KafkaConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicCheckTest {
    private static final KafkaConfig CONFIG = new KafkaConfig(
            "k:9092",
            "logs.",
            "sluice",
            Duration.ofSeconds(6),
            ByteSize.parse("1MiB"),
            ByteSize.parse("8MiB"),
            ByteSize.parse("1MiB"),
            Duration.ofSeconds(30),
            3,
            2,
            false,
            Duration.ofMinutes(1),
            new ByteSize(1L << 30));

    @Test
    void aTopicAsItMustBeHasNothingAgainstIt() {
        List<TopicCheck.Finding> findings = TopicCheck.topic("t", good(), 3, CONFIG);

        assertThat(findings).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "message.timestamp.type,CreateTime,false",
        "cleanup.policy,'compact,delete',false",
        "retention.ms,604800000,false",
        "retention.bytes,1000,false",
        "max.message.bytes,1048575,false",
        "min.insync.replicas,1,true",
        "unclean.leader.election.enable,true,true"
    })
    void aSettingThatBreaksAPromiseIsNamed(String name, String value, boolean tolerable) {
        Map<String, String> settings = good();
        settings.put(name, value);

        List<TopicCheck.Finding> findings = TopicCheck.topic("t", settings, 3, CONFIG);

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.sentence()).contains("topic t", name, value);
            assertThat(finding.tolerable()).isEqualTo(tolerable);
        });
    }

    @Test
    void tooFewReplicasAreNamed() {
        List<TopicCheck.Finding> findings = TopicCheck.topic("t", good(), 1, CONFIG);

        assertThat(findings)
                .containsExactly(
                        new TopicCheck.Finding("topic t has 1 replicas, fewer than kafka.replicationFactor, 3", true));
    }

    @Test
    void settingsThatNobodyToldCountAsWrong() {
        List<TopicCheck.Finding> findings = TopicCheck.topic("t", Map.of(), 3, CONFIG);

        assertThat(findings).hasSize(6);
    }

    @Test
    void brokersThatMakeTopicsByThemselvesAreNamed() {
        List<TopicCheck.Finding> findings = TopicCheck.broker(Map.of("auto.create.topics.enable", "true"));

        assertThat(findings).hasSize(1);
    }

    private static Map<String, String> good() {
        return new HashMap<>(Map.of(
                "message.timestamp.type", "LogAppendTime",
                "cleanup.policy", "delete",
                "retention.ms", "-1",
                "retention.bytes", "-1",
                "max.message.bytes", "1048576",
                "min.insync.replicas", "2",
                "unclean.leader.election.enable", "false"));
    }
}
