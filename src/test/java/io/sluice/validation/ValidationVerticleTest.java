package io.sluice.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.config.Streams;
import io.sluice.config.ValidationConfig;
import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Address;
import io.sluice.message.AppendBatch;
import io.sluice.message.BodyFormat;
import io.sluice.message.Bus;
import io.sluice.message.CheckBatch;
import io.sluice.message.CheckRequest;
import io.sluice.message.Outcome;
import io.sluice.message.Outcomes;
import io.sluice.message.Position;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(VertxExtension.class)
class ValidationVerticleTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final ValidationConfig CONFIG = new ValidationConfig(
            1,
            Duration.ofMillis(300),
            Checks.CONFIG.maxEvents(),
            Checks.CONFIG.maxEvent(),
            Checks.CONFIG.maxDepth(),
            Checks.CONFIG.maxValues(),
            Checks.CONFIG.maxName(),
            Checks.CONFIG.maxDigits(),
            Checks.CONFIG.maxFaults());

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<AppendBatch> appended = new CopyOnWriteArrayList<>();
    private Bus bus;

    @BeforeEach
    void deploy(Vertx vertx, VertxTestContext context) {
        bus = new Bus(vertx);
        Streams streams = new Streams(List.of(Checks.anything()));
        vertx.deployVerticle(new ValidationVerticle(CONFIG, Schemas.compile(streams), new Telemetry(meters)))
                .onComplete(context.succeedingThenComplete());
    }

    @Test
    void theGoodRequestsOfABatchGoOnTogetherAndOutcomesKeepTheOrder(VertxTestContext context) {
        bridge(batch -> Future.succeededFuture(new Outcomes(List.of(accepted(1), accepted(2)))));

        check("{}", "{", "[{},{}]", "1")
                .onComplete(context.succeeding(outcomes -> context.verify(() -> {
                    assertThat(outcomes).hasSize(4);
                    assertThat(outcomes.get(0)).isEqualTo(accepted(1));
                    assertThat(failure(outcomes.get(1))).isEqualTo(Failure.MALFORMED);
                    assertThat(outcomes.get(2)).isEqualTo(accepted(2));
                    assertThat(failure(outcomes.get(3))).isEqualTo(Failure.MALFORMED);
                    assertThat(appended).hasSize(1);
                    assertThat(appended.get(0).requests())
                            .extracting(r -> r.events())
                            .containsExactly(1, 2);
                    assertThat(meters.get(Metric.CHECK_TIME.text()).timer().count())
                            .isOne();
                    context.completeNow();
                })));
    }

    @Test
    void theBridgeIsNotAskedWhereNothingIsGood(VertxTestContext context) {
        bridge(batch -> Future.failedFuture("not to be asked"));

        check("{", "[]")
                .onComplete(context.succeeding(outcomes -> context.verify(() -> {
                    assertThat(outcomes)
                            .extracting(ValidationVerticleTest::failure)
                            .containsOnly(Failure.MALFORMED);
                    assertThat(appended).isEmpty();
                    context.completeNow();
                })));
    }

    @Test
    void aStreamThatIsNotThereIsRefused(VertxTestContext context) {
        CheckRequest request = new CheckRequest("other", "c", BodyFormat.JSON, null, false, 1, Buffer.buffer("{}"));

        bus.ask(Address.CHECK.text(), new CheckBatch(List.of(request)), LONG, Outcomes.class)
                .onComplete(context.succeeding(answer -> context.verify(() -> {
                    assertThat(failure(answer.outcomes().get(0))).isEqualTo(Failure.UNKNOWN_STREAM);
                    context.completeNow();
                })));
    }

    @Test
    void withoutABridgeNothingIsWritten(VertxTestContext context) {
        check("{}", "{")
                .onComplete(context.succeeding(outcomes -> context.verify(() -> {
                    assertThat(failure(outcomes.get(0))).isEqualTo(Failure.NOT_WRITTEN);
                    assertThat(failure(outcomes.get(1))).isEqualTo(Failure.MALFORMED);
                    context.completeNow();
                })));
    }

    @Test
    void aBridgeThatDoesNotAnswerLeavesTheOutcomeUnknown(VertxTestContext context) {
        bridge(batch -> Promise.<Outcomes>promise().future());

        check("{}", "{")
                .onComplete(context.succeeding(outcomes -> context.verify(() -> {
                    assertThat(failure(outcomes.get(0))).isEqualTo(Failure.OUTCOME_UNKNOWN);
                    assertThat(failure(outcomes.get(1))).isEqualTo(Failure.MALFORMED);
                    context.completeNow();
                })));
    }

    @ParameterizedTest
    @CsvSource({
        "OVERLOADED, OVERLOADED",
        "SHUTTING_DOWN, SHUTTING_DOWN",
        "UNAVAILABLE, UNAVAILABLE",
        "NOT_WRITTEN, NOT_WRITTEN",
        "INTERNAL, OUTCOME_UNKNOWN",
        "OUTCOME_UNKNOWN, OUTCOME_UNKNOWN"
    })
    void onlyAFailureThatIsCertainSaysThatNothingWasWritten(Failure given, Failure told, VertxTestContext context) {
        bridge(batch -> Future.failedFuture(new SluiceException(given, "because")));

        check("{}")
                .onComplete(context.succeeding(outcomes -> context.verify(() -> {
                    assertThat(failure(outcomes.get(0))).isEqualTo(told);
                    context.completeNow();
                })));
    }

    @Test
    void anOutcomeThatTheBridgeForgotIsUnknown(VertxTestContext context) {
        bridge(batch -> Future.succeededFuture(new Outcomes(List.of(accepted(1)))));

        check("{}", "{}")
                .onComplete(context.succeeding(outcomes -> context.verify(() -> {
                    assertThat(outcomes.get(0)).isEqualTo(accepted(1));
                    assertThat(failure(outcomes.get(1))).isEqualTo(Failure.OUTCOME_UNKNOWN);
                    context.completeNow();
                })));
    }

    private void bridge(Function<AppendBatch, Future<Outcomes>> answer) {
        bus.answer(Address.APPEND.text(), AppendBatch.class, batch -> {
            appended.add(batch);
            return answer.apply(batch);
        });
    }

    private Future<List<Outcome>> check(String... bodies) {
        List<CheckRequest> requests = java.util.Arrays.stream(bodies)
                .map(body -> Checks.request(BodyFormat.JSON, Buffer.buffer(body)))
                .toList();
        return bus.ask(Address.CHECK.text(), new CheckBatch(requests), LONG, Outcomes.class)
                .map(Outcomes::outcomes);
    }

    private static Outcome accepted(long offset) {
        return new Outcome.Accepted(new Position("s", new UUID(1, 2), 0, offset, 17, 1));
    }

    private static Failure failure(Outcome outcome) {
        return ((Outcome.Refused) outcome).problem().failure();
    }
}
