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
                "application/jsonl | NDJSON"
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
