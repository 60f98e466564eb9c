package io.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A record as docs/topic-format.md describes it, read by the audit's own code. */
class KafkaEventTest {
    private static final String VALUE = "{\"n\":0}\n\n{\"n\":2}";

    private static ConsumerRecord<byte[], byte[]> lenient(int said, String bad) {
        byte[] value = VALUE.getBytes(StandardCharsets.UTF_8);
        CRC32C crc = new CRC32C();
        crc.update(value);
        var record = new ConsumerRecord<byte[], byte[]>("logs.s", 0, 5, null, value);
        String header = "v=1;client=web;events=2;at=1;stream=x;trouble=" + said + ";crc=%08x".formatted(crc.getValue());
        record.headers().add("sluice", header.getBytes(StandardCharsets.US_ASCII));
        record.headers().add("sluice-trouble", bad.getBytes(StandardCharsets.US_ASCII));
        return record;
    }

    private static String bad(int index, String event) {
        return "index=" + index + ";reason=no%20JSON;event="
                + Base64.getEncoder().encodeToString(event.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theBadEventsOfALenientRequestStandAtTheirPlacesAmongTheGoodOnes() {
        List<KafkaEvent> events = KafkaEvent.of(lenient(2, bad(1, "bad") + "\n" + bad(3, "worse")));

        assertThat(events).extracting(KafkaEvent::index).containsExactly(0, 1, 2, 3);
        assertThat(events).extracting(KafkaEvent::isNoRow).containsExactly(false, true, false, true);
        assertThat(events)
                .extracting(event -> event.bytes().toString())
                .containsExactly("{\"n\":0}", "bad", "{\"n\":2}", "worse");
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbled", "index=1;reason=x;event=%", "index=one;reason=x;event=YQ=="})
    void aHeaderThatCannotBeReadPutsTheWholeRecordInTrouble(String header) {
        assertThat(KafkaEvent.of(lenient(1, header)))
                .singleElement()
                .satisfies(event -> assertThat(event.bytes().toString()).isEqualTo(VALUE));
    }

    @Test
    void anotherNumberThanIsSaidOrAPlaceThatIsTakenPutsTheWholeRecordInTrouble() {
        assertThat(KafkaEvent.of(lenient(2, bad(1, "bad")))).hasSize(1);
        assertThat(KafkaEvent.of(lenient(1, bad(2, "bad")))).hasSize(1);
    }
}
