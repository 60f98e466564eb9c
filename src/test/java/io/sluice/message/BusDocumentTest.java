package io.sluice.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples in docs/bus.md are messages that this version reads, and writes back to the letter. */
class BusDocumentTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "check",
                "append",
                "outcomes",
                "described",
                "fetch",
                "fetched",
                "status",
                "statuses",
                "admin",
                "administered",
                "verify",
                "verified"
            })
    void theDocumentedHeadReadsAndWritesBackAsItStands(String type) throws IOException {
        JsonObject documented = new JsonObject(example(type));
        Buffer text = documented.toBuffer();
        Buffer frame = Buffer.buffer()
                .appendUnsignedInt(text.length())
                .appendBuffer(text)
                .appendString("{}");

        Message message = Wire.decode(
                MultiMap.caseInsensitiveMultiMap().add(Wire.TYPE, type).add(Wire.VERSION, "2"), frame);

        Buffer written = Wire.encode(message, 2);
        int head = (int) written.getUnsignedInt(0);
        assertThat(new JsonObject(written.getString(4, 4 + head))).isEqualTo(documented);
        assertThat(Wire.typeOf(message)).isEqualTo(type);
    }

    @Test
    void theDocumentedStatisticsReadAndWriteBackAsTheyStand() throws IOException {
        JsonObject documented = new JsonObject(example("statistics"));

        Statistics read = Statistics.of(documented);

        assertThat(read.json()).isEqualTo(documented);
    }

    @Test
    void theDocumentedWishReadsAndWritesBackAsItStands() throws IOException {
        JsonObject documented =
                new JsonObject(example("wishes")).getJsonArray("wishes").getJsonObject(0);

        assertThat(TailWish.of(documented).json()).isEqualTo(documented);
    }

    private static String example(String type) throws IOException {
        String document = Files.readString(Path.of("docs/bus.md"));
        Matcher matcher = Pattern.compile(
                        "(?m)^`" + type + "`[^`]*(?:`[^`]+`[^`]*)*?```json\n(.+?)\n```", Pattern.DOTALL)
                .matcher(document);
        assertThat(matcher.find()).as("an example of " + type).isTrue();
        return matcher.group(1);
    }
}
