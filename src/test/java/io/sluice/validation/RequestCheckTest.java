package io.sluice.validation;

import static io.sluice.validation.Checks.bad;
import static io.sluice.validation.Checks.good;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.sluice.config.ByteSize;
import io.sluice.config.Streams;
import io.sluice.config.ValidationConfig;
import io.sluice.failure.EventFault;
import io.sluice.failure.Exceeded;
import io.sluice.failure.Failure;
import io.sluice.failure.Limit;
import io.sluice.failure.Problem;
import io.sluice.message.AppendRequest;
import io.sluice.message.BodyFormat;
import io.sluice.message.CheckRequest;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCheckTest {
    private final Checks checks = new Checks(Checks.anything());

    @Test
    void aGoodRequestGoesOnWithAllThatItCameWith() {
        AppendRequest request = good(checks.json("{\"a\":1}"));

        assertThat(request).isEqualTo(new AppendRequest("s", "client", 1, 17, "v1", "key", Buffer.buffer("{\"a\":1}")));
    }

    @Test
    void aStreamThatIsNotThereIsRefused() {
        RequestCheck check = new RequestCheck(Checks.CONFIG, Schemas.compile(new Streams(List.of())));

        Verdict verdict = check.check(new CheckRequest("s", "c", BodyFormat.JSON, null, false, 0, Buffer.buffer("{}")));

        assertThat(bad(verdict).failure()).isEqualTo(Failure.UNKNOWN_STREAM);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":1}                      | 1 | {"a":1}
            ` {"a":1}  `                 | 1 | {"a":1}
            [{"a":1}]                    | 1 | {"a":1}
            [{"a":1},{"b":2}]            | 2 | {"a":1}~{"b":2}
            `[ {"a":1} ,~ {"b":2} ]`     | 2 | {"a":1}~{"b":2}
            `{~"a":^~1}`                 | 1 | `{ "a":  1}`
            `[{~},{"a":[~]}]`            | 2 | `{ }~{"a":[ ]}`
            {"a":1.50,"b":1E3,"c":-0}    | 1 | {"a":1.50,"b":1E3,"c":-0}
            {"ü":"😀"}                   | 1 | {"ü":"😀"}
            {"a":"\\u00fc\\ud83d\\ude00"} | 1 | {"a":"\\u00fc\\ud83d\\ude00"}
            """)
    void jsonBecomesALineForEachEvent(String body, int events, String value) {
        AppendRequest request = good(checks.json(lines(body)));

        assertThat(request.events()).isEqualTo(events);
        assertThat(request.value().toString()).isEqualTo(lines(value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":1}                      | 1 | {"a":1}
            {"a":1}~                     | 1 | {"a":1}
            {"a":1}~{"b":2}~             | 2 | {"a":1}~{"b":2}
            {"a":1}^~{"b":2}^~           | 2 | {"a":1}~{"b":2}
            `~~ ~{"a":1}~^~~ {"b":2} ~~` | 2 | {"a":1}~{"b":2}
            `{"a":^1}~{}`                | 2 | `{"a": 1}~{}`
            """)
    void ndjsonKeepsItsLines(String body, int events, String value) {
        AppendRequest request = good(checks.ndjson(lines(body)));

        assertThat(request.events()).isEqualTo(events);
        assertThat(request.value().toString()).isEqualTo(lines(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JSON", "NDJSON"})
    void aByteOrderMarkAtTheBeginningIsPassedOver(BodyFormat format) {
        Verdict verdict = checks.bytes(format, "\uFEFF{\"a\":1}".getBytes(StandardCharsets.UTF_8));

        assertThat(good(verdict).value().toString()).isEqualTo("{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "[ ]",
                "1",
                "\"a\"",
                "null",
                "true",
                "{",
                "[{}",
                "[{},]",
                "{\"a\"}",
                "{\"a\":}",
                "{}{}",
                "{} {}",
                "[{}][{}]",
                "[{}]1",
                "{'a':1}",
                "{a:1}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":01}",
                "{\"a\":.5}",
                "{\"a\":+1}",
                "{\"a\":1.}",
                "// x\n{}",
                "{}/* x */",
                "# x\n{}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":tru}",
                "{\"a\":1,}",
                "[{},,{}]",
                "{\"a\":[1,]}",
                "\uFEFF\uFEFF{}",
                "\u0000{}",
                "{\u0000}",
                "x",
                "{\"a\":\"\t\"}"
            })
    void whatIsNoJsonIsMalformed(String body) {
        Problem problem = bad(checks.json(body));

        assertThat(problem.failure()).as(problem.detail()).isEqualTo(Failure.MALFORMED);
        assertThat(problem.detail()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "c0 af",
        "c1 bf",
        "e0 80 af",
        "e0 9f bf",
        "f0 80 80 af",
        "f0 8f bf bf",
        "ed a0 80",
        "ed bf bf",
        "ed a0 bd ed b8 80",
        "f4 90 80 80",
        "f5 80 80 80",
        "80",
        "bf",
        "c3",
        "e2 82",
        "f0 9f 98",
        "ff",
        "fe",
        "c3 28"
    })
    void brokenUtf8IsMalformedWhereverItStands(String hex) {
        byte[] broken = HexFormat.ofDelimiter(" ").parseHex(hex);
        for (int padding = 0; padding < 9; padding++) {
            Buffer body = Buffer.buffer("{\"a\":\"" + "x".repeat(padding))
                    .appendBytes(broken)
                    .appendString("\"}");

            Problem problem = bad(checks.bytes(BodyFormat.JSON, body.getBytes()));

            assertThat(problem.failure()).isEqualTo(Failure.MALFORMED);
            assertThat(problem.detail()).contains("UTF-8");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void otherEncodingsAreMalformed(String charset) {
        byte[] body = "{\"a\":1}".getBytes(Charset.forName(charset));

        assertThat(bad(checks.bytes(BodyFormat.JSON, body)).failure()).isEqualTo(Failure.MALFORMED);
        assertThat(bad(checks.bytes(BodyFormat.NDJSON, body)).failure()).isEqualTo(Failure.MALFORMED);
    }

    @Test
    void aSyntaxErrorIsNamedByLineAndColumn() {
        assertThat(bad(checks.json("[{\"a\":1},\n {\"b\" 2}]")).detail())
                .startsWith("event 1 ")
                .contains("line 2");
        assertThat(bad(checks.json("[{\"a\":1},\n {\"b\":2}")).detail()).contains("ends in the middle");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":1,"a":2}              | /a   | twice
            {"x":{"a":1,"b":0,"a":2}}  | /x/a | twice
            {"a":"\\u0000"}            | /a   | \\u0000
            {"a":["x","\\ud83d"]}      | /a/1 | surrogate
            {"a":"\\ude00\\ud83d"}     | /a   | surrogate
            {"a":{"b":1,"\\ud83d":1}} | /a   | surrogate
            {"x":{"\\u0000":1}}        | /x   | member name
            {"a~b/c":"\\u0000"}        | /a~0b~1c | \\u0000
            {"a":1e131071}             | /a   | digits
            {"a":1e-131071}            | /a   | digits
            {"a":0e99999}              | /a   | digits
            {"a":1e99999999999999}     | /a   | digits
            {"a":-1E+2147483648}       | /a   | digits
            """)
    void whatPostgresCannotKeepIsNamed(String event, String pointer, String reason) {
        Problem problem = bad(checks.json("[{},\n" + event + ",{}]"));

        assertThat(problem.failure()).isEqualTo(Failure.INVALID_EVENTS);
        assertThat(problem.badEvents()).isOne();
        assertThat(problem.faults()).hasSize(1);
        EventFault fault = problem.faults().get(0);
        assertThat(fault.index()).isEqualTo(1);
        assertThat(fault.line()).isEqualTo(2);
        assertThat(fault.pointer()).isEqualTo(pointer);
        assertThat(fault.reason()).contains(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e399",
                "1.7976931348623157e308",
                "5e-324",
                "123456789012345678901234567890",
                "-0.0",
                "1E+2",
                "9223372036854775808",
                "999999999999999999",
                "1000000000000000000",
                "0.1e1"
            })
    void everyDoubleAndLongNumbersAreKept(String number) {
        String event = "{\"a\":" + number + "}";

        assertThat(good(checks.json(event)).value().toString()).isEqualTo(event);
    }

    @Test
    void aNumberOfAMillionDigitsIsRefusedQuickly() {
        Checks large = new Checks(
                Checks.anything(),
                new ValidationConfig(
                        1, Duration.ofSeconds(1), 10, new ByteSize(4 << 20), 8, 50_000, new ByteSize(1_000), 400, 5));
        String event = "{\"a\":" + "9".repeat(1_000_000) + ",\"b\":0." + "1".repeat(1_000_000) + "}";

        Verdict verdict = assertTimeout(Duration.ofSeconds(2), () -> large.json(event));

        assertThat(bad(verdict).faults().get(0).reason()).contains("digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
    void tenThousandNestedArraysAreRefusedQuickly(String opening) {
        String body = opening + "[".repeat(10_000) + "]".repeat(10_000) + "}";

        Problem json = bad(checks.json(body));
        Problem ndjson = bad(checks.ndjson("{}\n" + body + "\n{}"));

        assertThat(json.failure()).isEqualTo(Failure.INVALID_EVENTS);
        for (Problem problem : List.of(json, ndjson)) {
            assertThat(problem.faults()).singleElement().satisfies(fault -> {
                assertThat(fault.reason()).contains("8 deep");
                assertThat(fault.exceeded()).isEqualTo(new Exceeded(Limit.DEPTH, 8));
            });
        }
        assertThat(ndjson.badEvents()).isOne();
    }

    @Test
    void depthCountsTheEventItself() {
        assertThat(good(checks.json("[{\"a\":" + "[".repeat(7) + "]".repeat(7) + "}]"))
                        .events())
                .isOne();
        assertThat(bad(checks.json("{\"a\":" + "[".repeat(8) + "]".repeat(8) + "}"))
                        .faults()
                        .get(0)
                        .exceeded())
                .isEqualTo(new Exceeded(Limit.DEPTH, 8));
    }

    @Test
    void theEventAtWhichTheReadingEndsIsNamedWithItsPlace() {
        Problem problem = bad(checks.json("[{},\n{\"a\":{\"b\":[1,tru]}},{}]"));

        assertThat(problem.failure()).isEqualTo(Failure.MALFORMED);
        assertThat(problem.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.index()).isOne();
            assertThat(fault.line()).isEqualTo(2);
            assertThat(fault.pointer()).isEqualTo("/a/b/1");
            assertThat(fault.reason()).startsWith("is no JSON").contains("line 2, column");
        });
        assertThat(problem.detail()).endsWith("the request wasn't read any further");
    }

    @Test
    void aMemberNameOverTheLimitIsTheFaultOfItsEvent() {
        String event = "{\"a\":{\"" + "n".repeat(2_000) + "\":1}}";

        for (Verdict verdict : List.of(checks.json("[{}," + event + "]"), checks.ndjson("{}\n" + event))) {
            EventFault fault = bad(verdict).faults().get(0);
            assertThat(fault.index()).isOne();
            assertThat(fault.pointer()).isEqualTo("/a");
            assertThat(fault.exceeded()).isEqualTo(new Exceeded(Limit.NAME, 1_000));
        }
    }

    @Test
    void everyBadLineIsNamedAndTheOthersAreRead() {
        String body = "{\"a\":1}\n\n{\"a\":\n[1]\r\n{} {}\n3\n{\"x\":\"\\u0000\"}\n{}\nnonsense";

        Problem problem = bad(checks.ndjson(body));

        assertThat(problem.failure()).isEqualTo(Failure.MALFORMED);
        assertThat(problem.badEvents()).isEqualTo(6);
        assertThat(problem.faults()).hasSize(5);
        assertThat(problem.faults()).extracting(EventFault::index).containsExactly(1, 2, 3, 4, 5);
        assertThat(problem.faults()).extracting(EventFault::line).containsExactly(3, 4, 5, 6, 7);
        assertThat(problem.detail()).startsWith("6 of 8 events");
    }

    @Test
    void elementsThatAreNoObjectsAreNamed() {
        Problem problem = bad(checks.json("[{},1,[{}],null,\"x\"]"));

        assertThat(problem.failure()).isEqualTo(Failure.INVALID_EVENTS);
        assertThat(problem.faults()).extracting(EventFault::index).containsExactly(1, 2, 3, 4);
        assertThat(problem.faults().get(0).reason()).isEqualTo("is a whole number, expected an object");
    }

    @Test
    void anEventThatIsTooLargeIsNamed() {
        String large = "{\"a\":\"" + "x".repeat(1_000) + "\",\"b\":\"" + "y".repeat(1_000) + "\"}";

        for (Verdict verdict : List.of(checks.json("[{}," + large + "]"), checks.ndjson("{}\n" + large))) {
            Problem problem = bad(verdict);
            assertThat(problem.failure()).isEqualTo(Failure.TOO_LARGE);
            assertThat(problem.faults())
                    .singleElement()
                    .satisfies(fault -> assertThat(fault.index()).isOne());
        }
    }

    @Test
    void aTextThatIsLongerThanAnEventMayBeIsTooLarge() {
        String large = "{\"a\":\"" + "x".repeat(3_000) + "\"}";

        assertThat(bad(checks.json("[{}," + large + "]")).failure()).isEqualTo(Failure.TOO_LARGE);
        assertThat(bad(checks.ndjson("{}\n" + large)).failure()).isEqualTo(Failure.TOO_LARGE);
    }

    @Test
    void moreEventsThanTheLimitAreTooLarge() {
        String thousand = "{},".repeat(999) + "{}";

        assertThat(good(checks.json('[' + thousand + ']')).events()).isEqualTo(1_000);
        assertThat(bad(checks.json('[' + thousand + ",{}]")).failure()).isEqualTo(Failure.TOO_LARGE);
        assertThat(good(checks.ndjson("{}\n".repeat(1_000))).events()).isEqualTo(1_000);
        assertThat(bad(checks.ndjson("{}\n".repeat(1_001))).failure()).isEqualTo(Failure.TOO_LARGE);
    }

    @Test
    void answersNeverCarryMoreThanAShortExcerptOfThePayload() {
        String secret = "s3cret".repeat(50);

        for (String body :
                List.of("{\"a\":" + secret + "}", "{\"" + secret + "\":tru}", "[\"" + secret + "\"]", secret)) {
            Problem json = bad(checks.json(body));
            Problem ndjson = bad(checks.ndjson(body));
            assertThat(json.detail() + json.faults() + ndjson.detail() + ndjson.faults())
                    .doesNotContain("s3cret".repeat(10));
        }
    }

    private static String lines(String text) {
        return text.replace('~', '\n').replace('^', '\r');
    }
}
