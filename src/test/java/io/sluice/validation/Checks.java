package io.sluice.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ByteSize;
import io.sluice.config.JsonPointer;
import io.sluice.config.Stream;
import io.sluice.config.Streams;
import io.sluice.config.ValidationConfig;
import io.sluice.failure.Problem;
import io.sluice.message.AppendRequest;
import io.sluice.message.BodyFormat;
import io.sluice.message.CheckRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes small streams and checks small requests. */
final class Checks {
    static final ValidationConfig CONFIG = new ValidationConfig(
            1, Duration.ofSeconds(2), 1_000, new ByteSize(2_000), 8, 50_000, new ByteSize(1_000), 400, 5);

    private final RequestCheck check;

    Checks(Stream stream) {
        this(stream, CONFIG);
    }

    Checks(Stream stream, ValidationConfig config) {
        this.check = new RequestCheck(config, Schemas.compile(new Streams(List.of(stream))));
    }

    static Stream stream(String schema, Stream.@Nullable Time time, @Nullable String id, Stream.Column... columns) {
        return new Stream(
                "s",
                "v1",
                new Stream.StreamFile(
                        null,
                        null,
                        1,
                        new JsonObject(schema),
                        time,
                        id == null ? null : new JsonPointer(id),
                        List.of(columns),
                        null,
                        Duration.ofDays(1),
                        null));
    }

    static Stream anything() {
        return stream("{}", null, null);
    }

    static CheckRequest request(BodyFormat format, Buffer body) {
        return new CheckRequest("s", "client", format, "key", false, 17, body);
    }

    /** The usual limits, but so many events. */
    static ValidationConfig events(int most) {
        return new ValidationConfig(
                CONFIG.instances(),
                CONFIG.appendTimeout(),
                most,
                CONFIG.maxEvent(),
                CONFIG.maxDepth(),
                CONFIG.maxValues(),
                CONFIG.maxName(),
                CONFIG.maxDigits(),
                CONFIG.maxFaults());
    }

    Verdict check(CheckRequest request) {
        return check.check(request);
    }

    static CheckRequest lenient(BodyFormat format, Buffer body) {
        return new CheckRequest("s", "client", format, "key", true, 17, body);
    }

    Verdict json(String body) {
        return check.check(request(BodyFormat.JSON, Buffer.buffer(body)));
    }

    Verdict ndjson(String body) {
        return check.check(request(BodyFormat.NDJSON, Buffer.buffer(body)));
    }

    Verdict bytes(BodyFormat format, byte... body) {
        return check.check(request(format, Buffer.buffer(body)));
    }

    static AppendRequest good(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Good.class);
        return ((Verdict.Good) verdict).request();
    }

    static Problem bad(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Bad.class);
        return ((Verdict.Bad) verdict).problem();
    }
}
