package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.StreamFolder;
import io.sluice.config.Streams;
import io.sluice.database.StatusRules.Entries;
import io.sluice.database.StatusRules.Held;
import io.sluice.message.Described;
import io.sluice.message.Position;
import io.sluice.message.Status;
import io.sluice.message.Status.State;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StatusRulesTest {
    private static final UUID TOPIC = new UUID(1, 1);
    private static final UUID OTHER = new UUID(2, 2);
    private static final long NOW = 1_795_000_000_000L;
    private static final long OLD = NOW - Duration.ofDays(400).toMillis();
    private static final Held NOTHING = new Held(null, false, false, false, false);
    private static final Streams STREAMS = StreamFolder.read("classpath:streams", Path.of("."));

    private final LogsSeen seen = new LogsSeen();
    private final StatusRules rules =
            new StatusRules(seen, STREAMS, Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));

    private static Position position(long offset, long appendTime) {
        return new Position("nginx", TOPIC, 0, offset, appendTime, 3);
    }

    private static Held upTo(long next) {
        return new Held(next, false, false, false, false);
    }

    private void kafkaHas(UUID topicId, long logStart, long describedAt) {
        seen.saw(
                new Described(
                        "bridge",
                        List.of(new Described.Topic(
                                "nginx", "logs.nginx", topicId, List.of(new Described.Partition(0, logStart, 99))))),
                describedAt);
    }

    @Test
    void belowTheNextOffsetItIsStoredWhateverKafkaHas() {
        kafkaHas(OTHER, 0, NOW);

        Status status = rules.status(position(4, OLD), upTo(5), new Entries(List.of(new Status.Trouble(1, "bad")), 1));

        assertThat(status).isEqualTo(new Status(State.STORED, 2, List.of(new Status.Trouble(1, "bad")), null));
    }

    @Test
    void aDroppedDayHasExpiredUnlessAllOfItIsInTrouble() {
        Held dropped = new Held(5L, false, false, true, false);
        List<Status.Trouble> whole = List.of(new Status.Trouble(Status.Trouble.WHOLE_REQUEST, "crc"));

        assertThat(rules.status(position(4, OLD), dropped, Entries.NONE).state())
                .isEqualTo(State.EXPIRED);
        assertThat(rules.status(position(4, OLD), dropped, new Entries(whole, 1)))
                .isEqualTo(new Status(State.STORED, 0, whole, null));
    }

    @Test
    void whatKafkaStillHasIsAccepted() {
        kafkaHas(TOPIC, 5, NOW);

        assertThat(rules.status(position(5, OLD), upTo(5), Entries.NONE))
                .isEqualTo(Status.nothingStored(State.ACCEPTED, null));
    }

    @Test
    void whatKafkaDeletedUnstoredIsLostAndAfterTheReplayWindowExpired() {
        kafkaHas(TOPIC, 6, NOW);

        assertThat(rules.status(position(5, NOW), upTo(5), Entries.NONE).state())
                .isEqualTo(State.LOST);
        assertThat(rules.status(position(5, OLD), upTo(5), Entries.NONE).state())
                .isEqualTo(State.EXPIRED);
    }

    @Test
    void whatWasNotStoredOfATopicThatWasMadeAgainIsLost() {
        kafkaHas(OTHER, 0, NOW);

        assertThat(rules.status(position(5, OLD), upTo(5), Entries.NONE).state())
                .isEqualTo(State.LOST);
        assertThat(rules.status(position(5, NOW), new Held(5L, true, true, false, false), Entries.NONE)
                        .state())
                .isEqualTo(State.LOST);
    }

    @Test
    void whatLiesInTheNewTopicWaitsForAnOperator() {
        kafkaHas(TOPIC, 0, NOW);

        Status status = rules.status(position(5, OLD), new Held(null, false, true, false, false), Entries.NONE);

        assertThat(status.state()).isEqualTo(State.ACCEPTED);
        assertThat(status.detail()).contains("made again", "operator");
    }

    @Test
    void aTopicThatNobodyHereKnowsIsElsewhere() {
        kafkaHas(OTHER, 0, NOW);

        Status status = rules.status(position(5, OLD), NOTHING, Entries.NONE);

        assertThat(status.state()).isEqualTo(State.ELSEWHERE);
    }

    @Test
    void whatIsYoungerThanTheLastLookCanNotBeToldYet() {
        long appended = NOW - LogsSeen.SETTLED_MILLIS + 1;
        kafkaHas(OTHER, 0, NOW);

        assertThat(rules.status(position(5, appended), NOTHING, Entries.NONE).state())
                .isEqualTo(State.ACCEPTED);
        assertThat(rules.status(position(5, appended), upTo(5), Entries.NONE).state())
                .isEqualTo(State.ACCEPTED);
    }

    @Test
    void withoutALookAtKafkaNothingIsCalledElsewhereOrLost() {
        assertThat(rules.status(position(5, OLD), NOTHING, Entries.NONE))
                .isEqualTo(Status.nothingStored(State.ACCEPTED, null));
        assertThat(rules.status(position(5, OLD), upTo(5), Entries.NONE).state())
                .isEqualTo(State.ACCEPTED);
    }

    @Test
    void aStreamWithoutATopicIsNamedAsTheReason() {
        seen.saw(new Described("bridge", List.of()), NOW);

        Status status = rules.status(position(5, OLD), NOTHING, Entries.NONE);

        assertThat(status.state()).isEqualTo(State.ACCEPTED);
        assertThat(status.detail()).contains("no topic of this stream");
    }
}
