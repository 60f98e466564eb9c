package io.sluice.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sluice.config.ByteSize;
import io.sluice.config.ValidationConfig;
import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a sender can make the check of one request cost, where the stream's schema is careless. Without bounds each of
 * these takes from seven seconds to for ever, or all of the heap.
 */
class CostTest {
    /** Far above what they take, tenths of a second on a machine that does nothing else, and below what they took. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final ValidationConfig CONFIG = new ValidationConfig(
            1, Duration.ofSeconds(8), 10_000, new ByteSize(900 << 10), 64, 50_000, new ByteSize(1_000), 400, 5);
    private static final String TOO_COSTLY = "costs too much to check";
    private static final String RECURSIVE = "{\"additionalProperties\":{\"$ref\":\"#\"},\"items\":{\"$ref\":\"#\"}}";
    private static final String ENDLESS = "{\"additionalProperties\":{\"items\":{\"pattern\":\"^((a|aa)+c?)+$\"}}}";
    private static final String UNIQUE = "{\"additionalProperties\":{\"uniqueItems\":true}}";

    /** A schema, a request's lines, and what the refusal says; empty where it is to be accepted. */
    private record Request(String name, String schema, String lines, String refusal) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Request> requests() {
        String a = "a".repeat(40);
        String deep = "{\"" + "n".repeat(990) + "\":";
        return Stream.of(
                new Request(
                        "a name for which a member's pattern has no end",
                        "{\"patternProperties\":{\"^((a|aa)+c?)+$\":{}}}",
                        "{\"" + a + "!\":1}",
                        TOO_COSTLY),
                new Request(
                        "the same beside others",
                        "{\"patternProperties\":{\"^((x|xx)+c?)+$\":{}},\"additionalProperties\":false}",
                        "{" + list(900, i -> "\"" + "x".repeat(900) + i + "!\":1") + "}",
                        TOO_COSTLY),
                new Request(
                        "names for which a pattern has no end",
                        "{\"propertyNames\":{\"pattern\":\"^((a|aa)+c?)+$\"}}",
                        "{" + list(18_000, i -> "\"" + a + i + "\":1") + "}",
                        TOO_COSTLY),
                new Request(
                        "texts for which a pattern has no end",
                        ENDLESS,
                        "{\"p\":[" + list(20_000, i -> "\"" + a + "!\"") + "]}",
                        TOO_COSTLY),
                new Request(
                        "events each of which has such a text",
                        "{\"additionalProperties\":{\"pattern\":\"^((a|aa)+c?)+$\"}}",
                        ("{\"p\":\"" + a + "!\"}\n").repeat(10_000),
                        "expected a text that matches"),
                new Request(
                        "texts for which the matcher overflows its stack",
                        ENDLESS.replace("(a|aa)+c?", "a|b"),
                        ("{\"p\":[" + list(180, i -> "\"" + "ab".repeat(2_500) + "!\"") + "]}\n").repeat(4),
                        TOO_COSTLY),
                new Request("texts of one hash", UNIQUE, array(16_384, i -> "\"" + ofOneHash(i) + "\""), ""),
                new Request("objects of one hash", UNIQUE, array(16_384, i -> "{\"" + ofOneHash(i) + "\":0}"), ""),
                new Request("arrays of one hash", UNIQUE, array(16_000, i -> "[" + i + "," + -31 * i + "]"), ""),
                new Request(
                        "faults of one event",
                        "{\"additionalProperties\":{\"items\":{\"type\":\"integer\"}}}",
                        array(49_000, i -> "\"\""),
                        "/p/0: is a text, expected integer; also at fault: /p/1, /p/2"),
                new Request(
                        "many long numbers that are to be multiples",
                        "{\"additionalProperties\":{\"items\":{\"multipleOf\":0.01}}}",
                        array(49_000, i -> "1e399"),
                        ""),
                new Request(
                        "long paths to many values",
                        RECURSIVE,
                        deep.repeat(60) + "[" + list(49_000, i -> "{}") + "]" + "}".repeat(60),
                        TOO_COSTLY),
                new Request(
                        "a schema that branches as it recurs",
                        "{\"anyOf\":[{\"properties\":{\"c\":{\"$ref\":\"#\"}},\"required\":[\"x\"]},"
                                + "{\"properties\":{\"c\":{\"$ref\":\"#\"}}}]}",
                        "{\"c\":".repeat(60) + "{}" + "}".repeat(60),
                        TOO_COSTLY));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void theCheckOfARequestIsBounded(Request request) {
        Checks checks = new Checks(Checks.stream(request.schema(), null, null), CONFIG);

        Verdict verdict = assertTimeoutPreemptively(PATIENCE, () -> checks.ndjson(request.lines()));

        if (request.refusal().isEmpty()) {
            assertThat(verdict).isInstanceOf(Verdict.Good.class);
        } else {
            Problem problem = Checks.bad(verdict);
            assertThat(problem.failure()).isEqualTo(Failure.INVALID_EVENTS);
            assertThat(problem.detail()).contains(request.refusal());
        }
    }

    /** Objects in all places that one event can have, in all events that a request can have: the bound isn't met. */
    @Test
    void whatIsLargeButSoundIsNotTooCostly() {
        String schema = "{\"propertyNames\":{\"pattern\":\"^[a-z]+$\"},\"patternProperties\":{\"^a\":{\"items\":"
                + "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},\"additionalProperties\":"
                + "{\"pattern\":\"^(plain|other)+$\"}}}}}";
        String few = "{\"all\":[" + list(5, i -> "{\"n\":1,\"t\":\"plainother\"}") + "]}\n";
        String many = "{\"all\":[" + list(16_000, i -> "{\"n\":1,\"t\":\"plainother\"}") + "]}\n";

        Verdict verdict =
                new Checks(Checks.stream(schema, null, null), CONFIG).ndjson(many.repeat(5) + few.repeat(9_995));

        assertThat(verdict).isInstanceOf(Verdict.Good.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"multipleOf":0.01}                    | 1.23, 0, -0.0, 1e399, -12.30        | 1.234, 1e-399, 0.015
            {"multipleOf":2.5}                     | 5, 7.50, -2.5, 1e30                 | 1, 2.51, 25e-2
            {"multipleOf":3}                       | 9, 3e0, 3e300, 0                    | 1e300, 3.3, 10
            {"enum":[1.5,"a",[1,{"b":2.50}]]}      | 1.50, 15e-1, "a", [1.0,{"b":2.5}]   | 1, "b", [1,{"b":2}]
            {"const":{"a":10,"b":null}}            | {"b":null,"a":1e1}                  | {"a":10}, null
            {"uniqueItems":true}                   | [1,"1",[1],{"a":1}], ["a","aa"], 7  | [1,1.0], [{"a":1,"b":2},{"b":2e0,"a":1}]
            {"propertyNames":{"enum":["ab","c"]}}  | {"ab":1}, {"ab":1,"c":1}, {}, 7     | {"a":1}, {"ab":1,"d":1}
            {"patternProperties":{"^x":{"type":"integer"}},"additionalProperties":false} | {"x":1}, {"x":1,"xy":2} | {"x":"1"}, {"y":1}
            """)
    void theKeywordsOfOurOwnMeanWhatJsonSchemaSays(String keyword, String good, String bad) {
        Checks checks = new Checks(Checks.stream("{\"properties\":{\"v\":{\"items\":" + keyword + "}}}", null, null));

        Verdict ofGood = checks.json("{\"v\":[" + good + "]}");
        Problem ofBad = Checks.bad(checks.json("{\"v\":[" + bad + "]}"));

        assertThat(ofGood).isInstanceOf(Verdict.Good.class);
        assertThat(ofBad.detail()).contains("/v/0", "/v/1");
    }

    private static String array(int elements, IntFunction<String> element) {
        return "{\"p\":[" + list(elements, element) + "]}";
    }

    private static String list(int elements, IntFunction<String> element) {
        return IntStream.range(0, elements).mapToObj(element).collect(Collectors.joining(","));
    }

    /** Texts that differ and all have the same String.hashCode: "Aa" and "BB" do. */
    private static String ofOneHash(int number) {
        return IntStream.range(0, 14)
                .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                .collect(Collectors.joining());
    }
}
