package io.sluice.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ByteSize;
import io.sluice.config.JsonPointer;
import io.sluice.config.Stream;
import io.sluice.config.ValidationConfig;
import io.sluice.failure.EventFault;
import io.sluice.failure.Problem;
import io.sluice.message.AppendRequest;
import io.sluice.message.BadEvent;
import io.sluice.message.BodyFormat;
import io.sluice.message.EventLines;
import io.sluice.support.PlainJson;
import io.sluice.support.SecondOpinion;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What holds for every body that is checked, whatever bytes a fuzzer finds. An input is a byte that chooses format and
 * stream, then the body.
 */
public final class CheckFuzz {
    /** Small limits, so that a fuzzer meets them. */
    private static final ValidationConfig CONFIG = new ValidationConfig(
            1, Duration.ofSeconds(1), 20, new ByteSize(2_000), 8, 50_000, new ByteSize(1_000), 400, 5);

    private static final int LONGEST_TEXT = 2_000;
    private static final Checks ANYTHING = new Checks(Checks.anything(), CONFIG);
    private static final Checks DEMANDING = new Checks(demanding(), CONFIG);

    private CheckFuzz() {}

    private static Stream demanding() {
        String schema = """
                {"type": "object", "required": ["t"], "properties": {
                  "p": {"pattern": "^((a|aa)+c?)+$"}, "e": {"enum": ["x", 1.0, [1, {"a": null}]]},
                  "u": {"uniqueItems": true, "maxItems": 50}, "n": {"multipleOf": 0.01, "minimum": -5},
                  "f": {"anyOf": [{"format": "email"}, {"format": "uri"}, {"format": "ipv6"}, {"format": "hostname"}]},
                  "l": {"minLength": 2, "maxLength": 3}, "c": {"contains": {"const": 1}}},
                 "patternProperties": {"^((x|xx)+c?)+$": {"type": "integer"}},
                 "dependentRequired": {"p": ["e"]}, "propertyNames": {"maxLength": 300}}""";
        return Checks.stream(
                schema,
                new Stream.Time(new JsonPointer("/t"), Stream.TimeFormat.RFC3339),
                "/id",
                new Stream.Column("l", new JsonPointer("/l/0"), Stream.ColumnType.TEXT),
                new Stream.Column("d", new JsonPointer("/n"), Stream.ColumnType.DOUBLE),
                new Stream.Column("i", new JsonPointer("/u/-1"), Stream.ColumnType.BIGINT));
    }

    /** Called by the fuzzer before it looks at the time: the schemas are compiled by now. */
    public static void fuzzerInitialize() {
        fuzzerTestOneInput("\0{}".getBytes(StandardCharsets.UTF_8));
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        int choice = input.length == 0 ? 0 : input[0];
        byte[] body = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
        BodyFormat format = (choice & 1) == 0 ? BodyFormat.JSON : BodyFormat.NDJSON;
        boolean demanding = (choice & 2) != 0;
        Checks check = demanding ? DEMANDING : ANYTHING;
        Verdict verdict = check.bytes(format, body.clone());
        isDivided(verdict, check.check(Checks.lenient(format, Buffer.buffer(body.clone()))), body);
        if (verdict instanceof Verdict.Good good) {
            isFaithful(good.request(), SecondOpinion.events(format, body));
        } else {
            Problem problem = ((Verdict.Bad) verdict).problem();
            isHelpful(problem, body);
            if (!demanding && body.length <= CONFIG.maxEvent().bytes()) {
                isDeserved(problem, format, body);
            }
        }
    }

    /** What is good is taken as it is from a strict request; what is bad stands beside it, each at an index of its own. */
    private static void isDivided(Verdict strict, Verdict lenient, byte[] body) {
        if (strict instanceof Verdict.Good good) {
            assertThat(lenient).isEqualTo(good);
        } else if (lenient instanceof Verdict.Good good) {
            AppendRequest request = good.request();
            byte[] value = request.value().getBytes();
            BitSet all = EventLines.places(value);
            assertThat(all.cardinality()).isEqualTo(request.events()).isPositive();
            for (BadEvent bad : request.bad()) {
                assertThat(all.get(bad.index())).isFalse();
                assertThat(bad.reason()).isNotBlank();
                assertThat(bad.event().length()).isPositive();
                all.set(bad.index());
            }
            assertThat(all.nextClearBit(0)).isEqualTo(request.events() + good.badEvents());
            assertThat(value[value.length - 1]).isNotEqualTo((byte) '\n');
        } else {
            isHelpful(((Verdict.Bad) lenient).problem(), body);
        }
    }

    /** What goes on is the events that were sent, a line each. */
    private static void isFaithful(AppendRequest request, List<Object> sent) {
        byte[] value = request.value().getBytes();
        List<Object> lines = new String(value, StandardCharsets.UTF_8)
                .lines()
                .map(PlainJson::parse)
                .toList();
        assertThat(lines).isEqualTo(sent);
        assertThat(value).doesNotContain('\r');
        assertThat(EventLines.count(value)).isEqualTo(request.events()).isEqualTo(sent.size());
    }

    private static void isHelpful(Problem problem, byte[] body) {
        assertThat(problem.failure().status()).isBetween(400, 499);
        assertThat(problem.detail()).isNotBlank().hasSizeLessThan(LONGEST_TEXT);
        long lines = 1
                + new String(body, StandardCharsets.ISO_8859_1)
                        .chars()
                        .filter(c -> c == '\n' || c == '\r')
                        .count();
        int last = -1;
        for (EventFault fault : problem.faults()) {
            assertThat(fault.index()).isGreaterThan(last).isLessThanOrEqualTo(body.length);
            assertThat(fault.line()).isBetween(1, (int) lines);
            assertThat(fault.reason()).isNotBlank().hasSizeLessThan(LONGEST_TEXT);
            assertThat(fault.pointer()).hasSizeLessThan(LONGEST_TEXT);
            last = fault.index();
        }
        assertThat(problem.faults()).hasSize(Math.min(problem.badEvents(), CONFIG.maxFaults()));
    }

    /** Nothing is refused that the documentation lets in. */
    private static void isDeserved(Problem problem, BodyFormat format, byte[] body) {
        List<Object> events;
        try {
            events = SecondOpinion.events(format, body);
        } catch (IllegalArgumentException unreadable) {
            return;
        }
        assertThat(SecondOpinion.mustTake(events, CONFIG)).as(problem.detail()).isFalse();
    }
}
