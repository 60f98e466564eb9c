package io.sluice.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages as bytes that were recorded once and never change: those of version 1 by the release that knew no other. What a
 * message has no trace for is the same in version 2.
 */
class RecordedWireTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    /** With the name of its file. */
    static Stream<Arguments> everyMessage() {
        Map<String, Integer> count = new HashMap<>();
        return WireTest.everyMessage().map(message -> {
            String type = Wire.typeOf(message);
            int number = count.merge(type, 1, Integer::sum);
            return Arguments.of(number == 1 ? type : type + '-' + number, message);
        });
    }

    /** The messages of these names, and the same with a trace in their first part. */
    static Stream<Arguments> everyTracedMessage() {
        return everyMessage()
                .filter(named -> traced((Message) named.get()[1]) != null)
                .map(named -> {
                    Message plain = (Message) named.get()[1];
                    return Arguments.of(named.get()[0], plain, traced(plain));
                });
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void aMessageWithoutATraceIsWrittenAndReadAsItWasRecorded(String name, Message message) throws IOException {
        Buffer recorded = recorded(1, name);

        for (int version : List.of(1, 2)) {
            assertThat(Wire.encode(message, version)).isEqualTo(recorded);
            assertThat(Wire.decode(WireTest.headers(message, Integer.toString(version)), recorded))
                    .isEqualTo(message);
        }
    }

    @ParameterizedTest
    @MethodSource("everyTracedMessage")
    void version2HasTheTraceAndVersion1HasNotToTheByte(String name, Message plain, Message traced) throws IOException {
        Buffer recorded = recorded(2, name);

        assertThat(Wire.encode(traced, 2)).isEqualTo(recorded);
        assertThat(Wire.decode(WireTest.headers(traced, "2"), recorded)).isEqualTo(traced);
        assertThat(Wire.encode(traced, 1)).isEqualTo(recorded(1, name));
    }

    @Test
    void everyKindOfMessageIsRecorded() {
        List<Class<?>> recorded =
                WireTest.everyMessage().<Class<?>>map(Message::getClass).toList();

        assertThat(recorded).containsAll(Arrays.asList(Message.class.getPermittedSubclasses()));
    }

    private static Buffer recorded(int version, String name) throws IOException {
        return Buffer.buffer(Files.readAllBytes(Path.of("src/test/wire", Integer.toString(version), name)));
    }

    /** Null for a message that has no place for one. */
    private static Message traced(Message message) {
        if (message instanceof CheckBatch batch) {
            CheckRequest first = traced(batch.requests().get(0));
            return new CheckBatch(replaceFirst(batch.requests(), first));
        } else if (message instanceof VerifyRequest asked) {
            return new VerifyRequest(traced(asked.request()));
        } else if (message instanceof AppendBatch batch) {
            AppendRequest r = batch.requests().get(0);
            AppendRequest first = new AppendRequest(
                    r.stream(),
                    r.client(),
                    r.events(),
                    r.receivedAt(),
                    r.streamVersion(),
                    r.idempotencyKey(),
                    TRACE,
                    r.value(),
                    r.bad());
            return new AppendBatch(replaceFirst(batch.requests(), first));
        } else if (message instanceof Fetched fetched && !fetched.records().isEmpty()) {
            return new Fetched(
                    fetched.logStart(),
                    fetched.logEnd(),
                    replaceFirst(fetched.records(), traced(fetched.records().get(0))),
                    fetched.goesOn());
        }
        return null;
    }

    private static CheckRequest traced(CheckRequest r) {
        return new CheckRequest(
                r.stream(), r.client(), r.format(), r.idempotencyKey(), r.lenient(), r.receivedAt(), TRACE, r.body());
    }

    private static FetchedRecord traced(FetchedRecord r) {
        return new FetchedRecord(
                r.offset(),
                r.appendTime(),
                r.leaderEpoch(),
                r.client(),
                r.streamVersion(),
                r.events(),
                r.idempotencyKey(),
                TRACE,
                r.defect(),
                r.value(),
                r.bad());
    }

    private static <T> List<T> replaceFirst(List<T> list, T first) {
        return Stream.concat(Stream.of(first), list.stream().skip(1)).toList();
    }
}
