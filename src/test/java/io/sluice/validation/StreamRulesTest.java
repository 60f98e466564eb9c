package io.sluice.validation;

import static io.sluice.validation.Checks.bad;
import static io.sluice.validation.Checks.good;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.sluice.config.JsonPointer;
import io.sluice.config.Stream;
import io.sluice.config.Stream.Column;
import io.sluice.config.Stream.ColumnType;
import io.sluice.config.Stream.TimeFormat;
import io.sluice.failure.EventFault;
import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamRulesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"properties":{"a":{"type":"integer"}}}   | {"a":"x"}       | /a | is a text, expected integer
            {"properties":{"a":{"type":["integer","null"]}}} | {"a":1.5} | /a | is a number, expected integer or null
            {"required":["a","b","c"]}                | {"b":1}         | `` | lacks the members "a", "c"
            {"required":["a"]}                        | {}              | `` | lacks the member "a"
            {"properties":{"a":{"enum":["x","y",1]}}} | {"a":"z"}       | /a | expected one of x, y, 1
            {"properties":{"a":{"const":2}}}          | {"a":1}         | /a | expected 2
            {"properties":{"a":{"minimum":5}}}        | {"a":4}         | /a | expected at least 5
            {"properties":{"a":{"exclusiveMaximum":5}}} | {"a":5}       | /a | expected less than 5
            {"properties":{"a":{"multipleOf":0.01}}}  | {"a":0.075}     | /a | expected a multiple of 0.01
            {"properties":{"a":{"maxLength":2}}}      | {"a":"abc"}     | /a | has 3 characters, expected at most 2
            {"properties":{"a":{"minLength":2}}}      | {"a":"😀"}      | /a | has 1 characters, expected at least 2
            {"properties":{"a":{"pattern":"^[A-Z]{2}$"}}} | {"a":"Gb"}  | /a | expected a text that matches ^[A-Z]{2}$
            {"properties":{"a":{"format":"date-time"}}} | {"a":"now"}   | /a | expected a date-time of RFC 3339 like 2026-11-20T12:34:56.789Z
            {"properties":{"a":{"maxItems":2.0}}}     | {"a":[1,2,3]}   | /a | has 3 elements, expected at most 2.0
            {"properties":{"a":{"uniqueItems":true}}} | {"a":[1,1.0]}   | /a | two elements are equal, expected all different
            {"minProperties":1}                       | {}              | `` | has 0 members, expected at least 1
            {"additionalProperties":false}            | {"a":1}         | /a | nothing is allowed here: the schema knows no such member or element
            {"properties":{"a":{"items":{"type":"null"}}}} | {"a":[null,1]} | /a/1 | is a whole number, expected null
            {"properties":{"a/b":{"properties":{"~":{"type":"null"}}}}} | {"a/b":{"~":{}}} | /a~1b/~0 | is an object, expected null
            {"properties":{"a":{"anyOf":[{"type":"null"},{"minimum":3}]}}} | {"a":1} | /a | fits none of the schema's anyOf, expected one of them
            {"allOf":[{"properties":{"a":{"type":"null"}}}]} | {"a":1}  | /a | is a whole number, expected null
            {"definitions":{"x":{"type":"null"}},"properties":{"a":{"$ref":"#/definitions/x"}}} | {"a":1} | /a | is a whole number, expected null
            {"not":{"required":["a"]}}                | {"a":1}         | `` | fits what the schema's not rules out
            {"properties":{"a b%ü":{"type":"null"}}}  | {"a b%ü":1}     | /a b%ü | is a whole number, expected null
            """)
    void aSchemasFaultIsNamedWithWhatWouldBeRight(String schema, String event, String pointer, String reason) {
        Problem problem = bad(new Checks(Checks.stream(schema, null, null)).json(event));

        assertThat(problem.failure()).isEqualTo(Failure.INVALID_EVENTS);
        assertThat(problem.faults()).containsExactly(new EventFault(0, 1, pointer, reason, null));
    }

    @Test
    void severalFaultsOfAnEventAreOneWithTheOthersPlaces() {
        String schema = "{\"properties\":{\"a\":{\"type\":\"null\"},\"b\":{\"type\":\"null\"}}}";

        Problem problem = bad(new Checks(Checks.stream(schema, null, null)).json("{\"a\":1,\"b\":2}"));

        assertThat(problem.badEvents()).isOne();
        assertThat(problem.faults())
                .containsExactly(
                        new EventFault(0, 1, "/a", "is a whole number, expected null; also at fault: /b", null));
    }

    @ParameterizedTest
    @CsvSource({
        "EPOCH_MILLIS, 0, true",
        "EPOCH_MILLIS, -62135596800000, true",
        "EPOCH_MILLIS, -62135596800001, false",
        "EPOCH_MILLIS, 253402300799999, true",
        "EPOCH_MILLIS, 253402300800000, false",
        "EPOCH_MILLIS, 1e3, true",
        "EPOCH_MILLIS, 1.0, false",
        "EPOCH_MILLIS, 1.5, false",
        "EPOCH_MILLIS, '\"1\"', false",
        "EPOCH_MILLIS, null, true",
        "EPOCH_MILLIS, {}, false",
        "EPOCH_MILLIS, 99999999999999999999, false",
        "RFC3339, '\"2026-11-20T12:34:56Z\"', true",
        "RFC3339, '\"2026-11-20 12:34:56Z\"', false",
        "RFC3339, null, true",
        "RFC3339, 17, false",
    })
    void anEventsTimeIsReadableOrAbsent(TimeFormat format, String time, boolean fine) {
        Checks checks = new Checks(Checks.stream("{}", new Stream.Time(new JsonPointer("/t/at"), format), null));

        assertThat(checks.json("{\"t\":{\"at\":" + time + "}}") instanceof Verdict.Good)
                .isEqualTo(fine);
        assertThat(good(checks.json("{\"t\":1}")).events()).isOne();
    }

    @ParameterizedTest
    @CsvSource({
        "1, true",
        "-1, true",
        "1.0, false",
        "1e199, true",
        "1e200, false",
        "'\"x\"', true",
        "'\"\"', false",
        "true, false",
        "null, true",
        "{}, false",
        "[], false"
    })
    void anEventsIdIsATextOrAWholeNumber(String id, boolean fine) {
        Checks checks = new Checks(Checks.stream("{}", null, "/id"));

        assertThat(checks.json("{\"id\":" + id + "}") instanceof Verdict.Good).isEqualTo(fine);
    }

    @Test
    void anIdHasAtMost200Characters() {
        Checks checks = new Checks(Checks.stream("{}", null, "/id"));

        assertThat(good(checks.json("{\"id\":\"" + "😀".repeat(200) + "\"}")).events())
                .isOne();
        assertThat(bad(checks.json("{\"id\":\"" + "x".repeat(201) + "\"}")).faults())
                .extracting(EventFault::pointer)
                .containsExactly("/id");
    }

    @ParameterizedTest
    @CsvSource({
        "BIGINT, 9223372036854775807, true",
        "BIGINT, 9223372036854775808, false",
        "BIGINT, -9223372036854775808, true",
        "BIGINT, 1.0, false",
        "BIGINT, 1e3, true",
        "BIGINT, 1.5e1, true",
        "BIGINT, '\"1\"', false",
        "BIGINT, null, true",
        "DOUBLE, 1.5, true",
        "DOUBLE, 1e308, true",
        "DOUBLE, 1e309, false",
        "DOUBLE, 5e-324, true",
        "DOUBLE, 1e-330, false",
        "DOUBLE, 0.0, true",
        "DOUBLE, '\"1\"', false",
        "BOOLEAN, true, true",
        "BOOLEAN, '\"true\"', false",
        "BOOLEAN, 1, false",
        "TEXT, '\"x\"', true",
        "TEXT, 1.5, true",
        "TEXT, false, true",
        "TEXT, {}, false",
        "TEXT, [1], false",
        "TIMESTAMPTZ, '\"2026-11-20T12:34:56Z\"', true",
        "TIMESTAMPTZ, '\"2026-11-20\"', false",
        "TIMESTAMPTZ, 1, false",
    })
    void aLiftedValueFitsItsColumn(ColumnType type, String value, boolean fine) {
        Checks checks = new Checks(Checks.stream("{}", null, null, new Column("c", new JsonPointer("/a/0"), type)));

        assertThat(checks.json("{\"a\":[" + value + "]}") instanceof Verdict.Good)
                .isEqualTo(fine);
        assertThat(good(checks.json("{\"a\":[]}")).events()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"^(a+)+$", "^(a|aa)+$", "(x+x+)+y", "^(a|b|ab)*c$", "^((a|b)*)*$"})
    void aPatternThatGoesBackForEverEndsSoon(String pattern) {
        Checks checks =
                new Checks(Checks.stream("{\"properties\":{\"a\":{\"pattern\":\"" + pattern + "\"}}}", null, null));

        Verdict verdict = assertTimeout(
                Duration.ofSeconds(2), () -> checks.json("{\"a\":\"" + "a".repeat(900) + "b".repeat(900) + "!\"}"));

        assertThat(bad(verdict).failure()).isEqualTo(Failure.INVALID_EVENTS);
    }
}
