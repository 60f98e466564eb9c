package io.sluice.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ByteSize;
import io.sluice.config.ValidationConfig;
import io.sluice.failure.EventFault;
import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import io.sluice.message.AppendRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For random requests: what is accepted comes out as it went in, and every event is either accepted or named. */
class RequestCheckPropertyTest {
    private static final int ROUNDS = 150;
    private static final int DEPTH = 5;
    /** Each alone makes an event bad, without making the text unreadable. */
    private static final List<String> BAD = List.of(
            "{\"a\":\"\\u0000\"}",
            "{\"a\":1,\"a\":1}",
            "{\"a\":\"\\ud800\"}",
            "{\"a\":1e999}",
            "[]",
            "17",
            "null",
            "{\"id\":{}}");

    private final Checks checks = new Checks(
            Checks.stream("{}", null, "/id"),
            new ValidationConfig(
                    1,
                    Duration.ofSeconds(1),
                    1_000,
                    new ByteSize(1 << 20),
                    8,
                    50_000,
                    new ByteSize(1_000),
                    400,
                    1_000));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void goodEventsComeOutAsTheyWentIn(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            boolean ndjson = random.nextBoolean();
            List<String> events = good(new JsonMaker(random, !ndjson), 1 + random.nextInt(6));

            AppendRequest request = Checks.good(send(events, ndjson, random));

            String[] lines = request.value().toString().split("\n", -1);
            assertThat(request.events()).isEqualTo(events.size());
            assertThat(lines).hasSize(events.size());
            for (int i = 0; i < lines.length; i++) {
                assertThat(tree(lines[i])).isEqualTo(tree(events.get(i)));
                assertThat(lines[i]).isEqualTo(events.get(i).replace('\n', ' ').replace('\r', ' '));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7, 8, 9, 10})
    void exactlyTheBadEventsAreNamed(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            boolean ndjson = random.nextBoolean();
            List<String> events = good(new JsonMaker(random, !ndjson), 2 + random.nextInt(8));
            List<Integer> bad = IntStream.range(0, events.size())
                    .filter(i -> i == 0 || random.nextInt(3) == 0)
                    .boxed()
                    .toList();
            bad.forEach(i -> events.set(i, BAD.get(random.nextInt(BAD.size()))));

            Problem problem = Checks.bad(send(events, ndjson, random));

            assertThat(problem.failure()).isEqualTo(Failure.INVALID_EVENTS);
            assertThat(problem.badEvents()).isEqualTo(bad.size());
            assertThat(problem.faults()).extracting(EventFault::index).isEqualTo(bad);
        }
    }

    /** Whatever bytes come: an answer that blames the sender, never an exception, never a defect of ours. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void brokenBytesNeverMeetADefect(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 10 * ROUNDS; round++) {
            List<String> events = good(new JsonMaker(random, true), 1 + random.nextInt(3));
            byte[] body = ('[' + String.join(",", events) + ']').getBytes(StandardCharsets.UTF_8);
            for (int i = random.nextInt(4); i >= 0; i--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }

            for (io.sluice.message.BodyFormat format : io.sluice.message.BodyFormat.values()) {
                Verdict verdict = checks.bytes(format, body);

                if (verdict instanceof Verdict.Bad bad) {
                    assertThat(bad.problem().failure()).isNotEqualTo(Failure.INTERNAL);
                } else {
                    String[] lines = Checks.good(verdict).value().toString().split("\n", -1);
                    assertThat(lines).hasSize(Checks.good(verdict).events()).allSatisfy(RequestCheckPropertyTest::tree);
                }
            }
        }
    }

    private static List<String> good(JsonMaker maker, int count) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(maker.object(DEPTH));
        }
        return events;
    }

    private Verdict send(List<String> events, boolean ndjson, Random random) {
        JsonMaker maker = new JsonMaker(random, true);
        if (ndjson) {
            return checks.ndjson(String.join(random.nextBoolean() ? "\n" : " \r\n\n", events) + maker.space());
        }
        return checks.json(maker.space() + "[" + String.join(maker.space() + ",", events) + "]" + maker.space());
    }

    private static JsonValue tree(String text) {
        return Trees.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
