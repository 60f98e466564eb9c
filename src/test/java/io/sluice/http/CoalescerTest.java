package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Address;
import io.sluice.message.BodyFormat;
import io.sluice.message.Bus;
import io.sluice.message.CheckBatch;
import io.sluice.message.CheckRequest;
import io.sluice.message.Outcome;
import io.sluice.message.Outcomes;
import io.sluice.message.Position;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoalescerTest {
    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final List<Integer> batchSizes = new CopyOnWriteArrayList<>();
    private final List<Integer> answered = new CopyOnWriteArrayList<>();
    private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        Edge.await(vertx.close());
    }

    private void addInOneTurn(int requests, int bytesEach) {
        Context context = vertx.getOrCreateContext();
        Coalescer coalescer = new Coalescer(context, bus, Duration.ofSeconds(5));
        context.runOnContext(turn -> {
            for (int i = 0; i < requests; i++) {
                int number = i;
                coalescer.add(
                        new CheckRequest("s", "c", BodyFormat.JSON, null, false, 0, Buffer.buffer(new byte[bytesEach])),
                        outcome -> {
                            answered.add(number);
                            outcomes.add(outcome);
                        });
            }
        });
    }

    private void stageThatGives(int fewer) {
        bus.answer(Address.CHECK.text(), CheckBatch.class, batch -> {
            batchSizes.add(batch.requests().size());
            Outcome accepted = new Outcome.Accepted(new Position("s", new UUID(0, 0), 0, 0, 0, 1));
            return Future.succeededFuture(new Outcomes(
                    batch.requests().stream().skip(fewer).map(r -> accepted).toList()));
        });
    }

    @Test
    void aTurnWithMoreRequestsThanABatchHoldsMakesSeveral() {
        stageThatGives(0);

        addInOneTurn(Coalescer.MAX_REQUESTS + 3, 1);

        await().until(() -> answered.size() == Coalescer.MAX_REQUESTS + 3);
        assertThat(batchSizes).containsExactly(Coalescer.MAX_REQUESTS, 3);
        assertThat(answered).isSorted();
    }

    @Test
    void aTurnWithMoreBytesThanABatchHoldsMakesSeveral() {
        stageThatGives(0);

        addInOneTurn(5, 3 << 20);

        await().until(() -> answered.size() == 5);
        assertThat(batchSizes).containsExactly(2, 2, 1);
    }

    @Test
    void fewerOutcomesThanRequestsLeaveAllOfThemUnknown() {
        stageThatGives(1);

        addInOneTurn(2, 1);

        await().until(() -> answered.size() == 2);
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                Outcome.Refused.class,
                                refused ->
                                        assertThat(refused.problem().failure()).isEqualTo(Failure.OUTCOME_UNKNOWN)));
    }

    @ParameterizedTest
    @CsvSource({
        "NO_HANDLERS, NOT_WRITTEN",
        "OUTCOME_UNKNOWN, OUTCOME_UNKNOWN",
        "INTERNAL, OUTCOME_UNKNOWN",
        "OVERLOADED, OVERLOADED"
    })
    void aSenderHearsOnlyWhatIsCertain(Failure behind, Failure told) {
        assertThat(Coalescer.afterHandingOver(new SluiceException(behind, "why"))
                        .failure())
                .isEqualTo(told);
    }
}
