package io.sluice.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class BusTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final StatusRequest QUESTION =
            new StatusRequest(List.of(new Position("nginx", new UUID(1, 2), 0, 7, 9, 1)));
    private static final Statuses ANSWER = new Statuses(List.of(new Status(Status.State.STORED, 1, List.of(), null)));

    private final String address = Address.STATUS.text();
    private Vertx vertx;
    private Bus bus;

    @BeforeEach
    void start(Vertx vertx) {
        this.vertx = vertx;
        this.bus = new Bus(vertx);
    }

    @Test
    void insideANodeAMessageGoesByReference(VertxTestContext test) {
        bus.answer(address, StatusRequest.class, asked -> Future.succeededFuture(asked == QUESTION ? ANSWER : null));

        Future<Statuses> answer = bus.ask(address, QUESTION, TIMEOUT, Statuses.class);

        answer.onComplete(test.succeeding(given -> test.verify(() -> {
            assertThat(given).isSameAs(ANSWER);
            test.completeNow();
        })));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void aStageInAnotherLanguageIsAnsweredInTheWireFormAndInItsVersion(String version, VertxTestContext test) {
        WireVersion.of(vertx).write(version.equals("1") ? 2 : 1);
        bus.answer(address, StatusRequest.class, asked -> Future.succeededFuture(ANSWER));
        bus.open(address);
        DeliveryOptions options =
                new DeliveryOptions().addHeader(Wire.TYPE, "status").addHeader(Wire.VERSION, version);

        var answer = vertx.eventBus().<Buffer>request(address, Wire.encode(QUESTION, 1), options);

        answer.onComplete(test.succeeding(reply -> test.verify(() -> {
            assertThat(reply.headers().get(Wire.VERSION)).isEqualTo(version);
            assertThat(Wire.decode(reply.headers(), reply.body())).isEqualTo(ANSWER);
            test.completeNow();
        })));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aStageInAnotherLanguageIsAskedInTheVersionOfTheNode(int version, VertxTestContext test) {
        WireVersion.of(vertx).write(version);
        vertx.eventBus().<Buffer>consumer(address, message -> {
            assertThat(message.headers().get(Wire.VERSION)).isEqualTo(Integer.toString(version));
            assertThat(Wire.decode(message.headers(), message.body())).isEqualTo(QUESTION);
            message.reply(
                    Wire.encode(ANSWER, 1),
                    new DeliveryOptions().addHeader(Wire.TYPE, "statuses").addHeader(Wire.VERSION, "1"));
        });

        bus.ask(address, QUESTION, TIMEOUT, Statuses.class)
                .onComplete(test.succeeding(given -> test.verify(() -> {
                    assertThat(given).isEqualTo(ANSWER);
                    test.completeNow();
                })));
    }

    @Test
    void whatComesInByTheDoorIsSharedAmongTheConsumersBehindIt(VertxTestContext test) {
        List<Integer> asked = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 3; i++) {
            int which = i;
            bus.answer(address, StatusRequest.class, question -> {
                asked.add(which);
                return Future.succeededFuture(ANSWER);
            });
        }
        bus.open(address);

        Future.all(Stream.generate(this::askThroughTheDoor).limit(9).toList())
                .onComplete(test.succeeding(all -> test.verify(() -> {
                    assertThat(asked).containsExactlyInAnyOrder(0, 0, 0, 1, 1, 1, 2, 2, 2);
                    test.completeNow();
                })));
    }

    @Test
    void aVersionThatIsNotKnownIsRefused(VertxTestContext test) {
        bus.answer(address, StatusRequest.class, asked -> Future.succeededFuture(ANSWER));
        bus.open(address);
        DeliveryOptions newer =
                new DeliveryOptions().addHeader(Wire.TYPE, "status").addHeader(Wire.VERSION, "3");

        var answer = vertx.eventBus().<Buffer>request(address, Wire.encode(QUESTION, 2), newer);

        answer.onComplete(test.failing(cause -> test.verify(() -> {
            assertThat(((ReplyException) cause).failureCode()).isEqualTo(Failure.UNKNOWN_MESSAGE.busCode());
            assertThat(cause).hasMessageContaining("known are versions 1 to 2");
            test.completeNow();
        })));
    }

    private Future<?> askThroughTheDoor() {
        return vertx.eventBus()
                .request(
                        address,
                        Wire.encode(QUESTION, 1),
                        new DeliveryOptions().addHeader(Wire.TYPE, "status").addHeader(Wire.VERSION, "1"));
    }

    @Test
    void aDoorWithNobodyBehindItSaysSo(VertxTestContext test) {
        bus.open(address);

        failsWith(Failure.NO_HANDLERS, TIMEOUT, test);
    }

    @Test
    void nobodyThereIsTold(VertxTestContext test) {
        failsWith(Failure.NO_HANDLERS, TIMEOUT, test);
    }

    @Test
    void afterATimeoutTheOutcomeIsUnknown(VertxTestContext test) {
        bus.answer(address, StatusRequest.class, asked -> Future.future(never -> {}));

        failsWith(Failure.OUTCOME_UNKNOWN, Duration.ofMillis(50), test);
    }

    @Test
    void aFailureReachesTheAskerAsItWas(VertxTestContext test) {
        bus.answer(
                address,
                StatusRequest.class,
                asked -> Future.failedFuture(new SluiceException(Failure.UNAVAILABLE, "PostgreSQL is away")));

        failsWith(Failure.UNAVAILABLE, TIMEOUT, test);
    }

    @Test
    void aDefectOfTheAnswererIsInternal(VertxTestContext test) {
        bus.answer(address, StatusRequest.class, asked -> {
            throw new IllegalStateException("a defect");
        });

        failsWith(Failure.INTERNAL, TIMEOUT, test);
    }

    @Test
    void aMessageOfAnotherTypeIsRefused(VertxTestContext test) {
        bus.answer(address, CheckBatch.class, asked -> Future.succeededFuture(ANSWER));

        failsWith(Failure.UNKNOWN_MESSAGE, TIMEOUT, test);
    }

    private void failsWith(Failure expected, Duration timeout, VertxTestContext test) {
        bus.ask(address, QUESTION, timeout, Statuses.class)
                .onComplete(test.failing(cause -> test.verify(() -> {
                    assertThat(SluiceException.of(cause).failure()).isEqualTo(expected);
                    test.completeNow();
                })));
    }
}
