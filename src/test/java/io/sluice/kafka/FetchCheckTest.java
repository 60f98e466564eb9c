package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.FetchRequest;
import io.sluice.message.LogRange;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FetchCheckTest {
    private static final UUID ID = new UUID(1, 2);

    @Test
    void aLogThatHoldsTheWantedOffsetCanBeRead() {
        assertThat(examine(5, 3, new FetchCheck.Log(ID, new LogRange(5, 9)))).isNull();
    }

    @Test
    void theEndOfTheLogCanBeWaitedAt() {
        assertThat(examine(9, 9, new FetchCheck.Log(ID, new LogRange(0, 9)))).isNull();
    }

    @Test
    void anotherIdIsAnIncidentBeforeEverythingElse() {
        assertIncident(
                examine(50, 50, new FetchCheck.Log(new UUID(3, 4), new LogRange(0, 9))),
                Failure.TOPIC_RECREATED,
                "deleted");
    }

    @Test
    void aLogThatEndsBeforeWhatIsStoredNamesTheRange() {
        assertIncident(
                examine(20, 20, new FetchCheck.Log(ID, new LogRange(0, 9))),
                Failure.LOG_TRUNCATED,
                "the offsets 9 to 19");
    }

    @Test
    void aLogThatEndsBeforeTheWantedOffsetWasTruncated() {
        assertIncident(
                examine(20, 9, new FetchCheck.Log(ID, new LogRange(0, 9))), Failure.LOG_TRUNCATED, "wanted offset 20");
    }

    @Test
    void aLogThatStartsAfterTheWantedOffsetNamesTheRange() {
        assertIncident(
                examine(5, 5, new FetchCheck.Log(ID, new LogRange(8, 9))), Failure.LOG_GAP, "the offsets 5 to 7");
    }

    private static @Nullable SluiceException examine(long offset, long stored, FetchCheck.Log log) {
        return FetchCheck.examine("logs.x-0", new FetchRequest("x", ID, 0, offset, -1, stored, 1, 0), log);
    }

    private static void assertIncident(@Nullable SluiceException incident, Failure failure, String detail) {
        assertThat(incident).isInstanceOfSatisfying(SluiceException.class, e -> {
            assertThat(e.failure()).isEqualTo(failure);
            assertThat(e.detail()).contains(detail);
        });
    }
}
