package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.BodyFormat;
import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostHeadTest {
    private static final int MAX_BODY = 1_000;

    private static MultiMap json() {
        return MultiMap.caseInsensitiveMultiMap().add("Content-Type", "application/json");
    }

    @Test
    void oneTraceParentThatIsValidIsTakenAndAnythingElseIsPassedOver() {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        assertThat(PostHead.read(json().add("traceparent", trace), MAX_BODY).traceParent())
                .isEqualTo(trace);
        assertThat(PostHead.read(json().add("traceparent", trace).add("traceparent", trace), MAX_BODY)
                        .traceParent())
                .isNull();
        assertThat(PostHead.read(json().add("traceparent", "garbage"), MAX_BODY).traceParent())
                .isNull();
        assertThat(PostHead.read(json(), MAX_BODY).traceParent()).isNull();
    }

    private static void assertRefused(MultiMap headers, Failure failure) {
        assertThatThrownBy(() -> PostHead.read(headers, MAX_BODY))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.failure()).isEqualTo(failure));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | JSON",
                "Application/JSON; charset=utf-8 | JSON",
                "application/x-ndjson | NDJSON",
                "application/x-ndjson ;x=y | NDJSON",
                "application/ndjson | NDJSON",
                "application/jsonl | NDJSON",
                "application/json;charset=UTF-8 | JSON",
                "application/json; charset=\"utf-8\" | JSON",
                "application/json; CharSet=utf8 | JSON",
                "application/json; x=\"; charset=latin1\" | JSON",
                "application/json; charset | JSON",
                "application/json; | JSON",
                "Application/X-NDJSON; foo=bar | NDJSON"
            })
    void theMediaTypeTellsTheFormat(String contentType, BodyFormat format) {
        PostHead head = PostHead.read(MultiMap.caseInsensitiveMultiMap().add("Content-Type", contentType), MAX_BODY);

        assertThat(head.format()).isEqualTo(format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/plain", "application/jsonx", "application/x-www-form-urlencoded", "json"})
    void anotherMediaTypeIsRefused(String contentType) {
        assertRefused(
                MultiMap.caseInsensitiveMultiMap().add("Content-Type", contentType), Failure.UNSUPPORTED_MEDIA_TYPE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=latin1",
                "application/json; charset=\"UTF-16\"",
                "application/x-ndjson;x=y;charset=us-ascii",
                "application/json;charset="
            })
    void anotherCharsetIsRefused(String contentType) {
        assertRefused(
                MultiMap.caseInsensitiveMultiMap().add("Content-Type", contentType), Failure.UNSUPPORTED_MEDIA_TYPE);
    }

    @Test
    void whatIsRefusedIsNamedShortAndWithoutCharactersThatMeanSomething() {
        MultiMap html = MultiMap.caseInsensitiveMultiMap().add("Content-Type", "text/<b>\"" + "x".repeat(500));
        MultiMap zstd = json().add("Content-Encoding", "zstd").add("Content-Encoding", "br");

        assertThatThrownBy(() -> PostHead.read(html, MAX_BODY))
                .hasMessageContaining("text/?b??xxx")
                .extracting(e -> e.getMessage().length(), org.assertj.core.api.InstanceOfAssertFactories.INTEGER)
                .isLessThan(250);
        assertThatThrownBy(() -> PostHead.read(zstd, MAX_BODY)).hasMessageContaining("zstd, br");
    }

    @Test
    void severalContentTypesAreRefused() {
        assertRefused(json().add("Content-Type", "application/json"), Failure.INVALID_HEADER);
    }

    @ParameterizedTest
    @CsvSource({"100-continue,true", "100-Continue,true", ",false"})
    void aSenderMayWaitForContinue(String expect, boolean waits) {
        MultiMap headers = expect == null ? json() : json().add("Expect", expect);

        assertThat(PostHead.read(headers, MAX_BODY).awaitsContinue()).isEqualTo(waits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"200-ok", "", "100-continue, x"})
    void anotherExpectationFails(String expect) {
        assertRefused(json().add("Expect", expect), Failure.EXPECTATION_FAILED);
    }

    @Test
    void aMissingMediaTypeIsRefusedNamingWhatIsExpected() {
        assertThatThrownBy(() -> PostHead.read(MultiMap.caseInsensitiveMultiMap(), MAX_BODY))
                .hasMessageContaining("application/json")
                .hasMessageContaining("application/x-ndjson");
    }

    @ParameterizedTest
    @CsvSource({"gzip,true", "GZIP,true", "x-gzip,true", "identity,false"})
    void aKnownEncodingIsTaken(String encoding, boolean gzip) {
        PostHead head = PostHead.read(json().add("Content-Encoding", encoding), MAX_BODY);

        assertThat(head.gzip()).isEqualTo(gzip);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "br", "deflate", "gzip, gzip", ""})
    void anotherEncodingIsRefused(String encoding) {
        assertRefused(json().add("Content-Encoding", encoding), Failure.UNSUPPORTED_ENCODING);
    }

    @Test
    void twoEncodingsAreRefused() {
        assertRefused(
                json().add("Content-Encoding", "gzip").add("Content-Encoding", "gzip"), Failure.UNSUPPORTED_ENCODING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "schlüssel", "tab\there"})
    void anUnusableIdempotencyKeyIsRefused(String key) {
        assertRefused(json().add("Idempotency-Key", key), Failure.INVALID_HEADER);
    }

    @Test
    void twoIdempotencyKeysAreRefused() {
        assertRefused(json().add("Idempotency-Key", "a").add("Idempotency-Key", "b"), Failure.INVALID_HEADER);
    }

    @Test
    void anIdempotencyKeyHasUpTo128Characters() {
        assertThat(PostHead.read(json().add("Idempotency-Key", "k".repeat(128)), MAX_BODY)
                        .idempotencyKey())
                .hasSize(128);
        assertRefused(json().add("Idempotency-Key", "k".repeat(129)), Failure.INVALID_HEADER);
    }

    @Test
    void aBodyOverTheLimitIsRefusedByItsAnnouncement() {
        assertThat(PostHead.read(json().add("Content-Length", "1000"), MAX_BODY).contentLength())
                .isEqualTo(1_000);
        assertRefused(json().add("Content-Length", "1001"), Failure.TOO_LARGE);
    }

    @Test
    void aBodyInChunksAnnouncesNoLength() {
        PostHead head = PostHead.read(json(), MAX_BODY);

        assertThat(head.contentLength()).isEqualTo(-1);
    }
}
