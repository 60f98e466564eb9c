package io.sluice.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.failure.EventFault;
import io.sluice.failure.Exceeded;
import io.sluice.failure.Failure;
import io.sluice.failure.Limit;
import io.sluice.failure.Problem;
import io.sluice.failure.SluiceException;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireTest {
    private static final UUID TOPIC = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");
    private static final Position POSITION = new Position("nginx", TOPIC, 3, 42, 1_763_712_000_000L, 2);

    private static final List<BadEvent> BAD = List.of(
            new BadEvent(1, "at /a: is long", Buffer.buffer("{\"a\":\n")),
            new BadEvent(3, "is no JSON", Buffer.buffer()));

    static Stream<Message> everyMessage() {
        Buffer events = Buffer.buffer("{\"a\":1}\n{\"b\":\"ü\"}");
        return Stream.of(
                new CheckBatch(List.of(
                        new CheckRequest("nginx", "c", BodyFormat.JSON, null, false, 17, events),
                        new CheckRequest("playback", "c", BodyFormat.NDJSON, "key", true, 18, Buffer.buffer("{}")))),
                new AppendBatch(List.of(
                        new AppendRequest("nginx", "c", 2, 17, "abc", "key", events),
                        new AppendRequest("nginx", "c", 2, 17, "abc", "key", null, events, BAD),
                        new AppendRequest("nginx", "c", 1, 17, "abc", null, Buffer.buffer("{}")))),
                new Outcomes(List.of(
                        new Outcome.Accepted(POSITION),
                        new Outcome.Accepted(POSITION, List.of(new EventFault(1, 2, "/a", "is long", null)), 7),
                        new Outcome.Refused(new Problem(
                                Failure.INVALID_EVENTS,
                                "two",
                                new Exceeded(Limit.EVENTS, 1),
                                List.of(
                                        new EventFault(1, 2, "/a", "no", null),
                                        new EventFault(3, 4, "", "deep", new Exceeded(Limit.DEPTH, 64))),
                                2)))),
                new DescribeRequest(),
                new Described(
                        "bridge",
                        List.of(new Described.Topic(
                                "nginx", "logs.nginx", TOPIC, List.of(new Described.Partition(0, 1, 9))))),
                new FetchRequest("nginx", TOPIC, 3, 42, 7, 40, 1 << 20, 500),
                new Fetched(
                        1,
                        50,
                        List.of(
                                new FetchedRecord(42, 17, 7, "c", "abc", 2, null, null, events),
                                new FetchedRecord(43, 17, 7, "c", "abc", 2, null, null, null, events, BAD),
                                crcDefect())),
                new Fetched(1, 50, List.of(), 44),
                new StatusRequest(List.of(POSITION)),
                new Statuses(List.of(
                        new Status(Status.State.STORED, 1, List.of(new Status.Trouble(1, "too deep")), null),
                        Status.nothingStored(Status.State.EXPIRED, "too old"))),
                new AdminQuestion("trouble.list", "anna", false, Buffer.buffer("{\"a\":1}")),
                new AdminAnswer(Buffer.buffer("{\"a\":1}")),
                new VerifyRequest(new CheckRequest("nginx", "c", BodyFormat.JSON, null, false, 17, events)),
                new Verified(null, 1, Buffer.buffer("{\"a\":1}")),
                new Verified(new Problem(Failure.MALFORMED, "broken"), 0, Buffer.buffer()));
    }

    private static FetchedRecord crcDefect() {
        return new FetchedRecord(43, 18, 7, "", "", 1, "key", Defect.CRC, Buffer.buffer("x"));
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void everyMessageReadsBackAsItWas(Message message) {
        assertThat(Wire.decode(headers(message, "1"), Wire.encode(message, 1))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void aMessageThatIsCutShortIsRefused(Message message) {
        Buffer bytes = Wire.encode(message, 1);

        for (int length = 0; length < bytes.length(); length++) {
            Buffer cut = bytes.slice(0, length);
            assertThatThrownBy(() -> Wire.decode(headers(message, "1"), cut)).isInstanceOf(SluiceException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void noMessageShowsItsContents(Message message) {
        assertThat(message.toString()).doesNotContain("\"a\":1");
    }

    @Test
    void anUnknownVersionIsRefusedByName() {
        Message message = new DescribeRequest();

        assertThatThrownBy(() -> Wire.decode(headers(message, "3"), Wire.encode(message, 2)))
                .hasMessageContaining("version 3; known are versions 1 to 2")
                .extracting("failure")
                .isEqualTo(Failure.UNKNOWN_MESSAGE);
    }

    static MultiMap headers(Message message, String version) {
        return MultiMap.caseInsensitiveMultiMap()
                .add(Wire.TYPE, Wire.typeOf(message))
                .add(Wire.VERSION, version);
    }
}
