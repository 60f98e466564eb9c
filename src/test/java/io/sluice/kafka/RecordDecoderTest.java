package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.message.BadEvent;
import io.sluice.message.Defect;
import io.sluice.message.FetchedRecord;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A record with bad events, as it is written and as it is read back. */
class RecordDecoderTest {
    private static final String VALUE = "{}\n\n{}";
    private static final BadEvent SECOND = new BadEvent(1, "at /ä: isn't 100 % good; sorry", Buffer.buffer("{\n\"a"));
    private static final BadEvent LAST = new BadEvent(7, "isn't UTF-8", Buffer.buffer(new byte[] {(byte) 0xff, 0}));

    private static FetchedRecord decoded(int said, byte[] trouble) {
        byte[] value = VALUE.getBytes(StandardCharsets.US_ASCII);
        SluiceHeader header = new SluiceHeader("c", 2, 17, "v", null, said, SluiceHeader.crcOf(value));
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("logs.s", 0, 5, null, value);
        record.headers().add(SluiceHeader.NAME, header.format(1));
        if (trouble.length > 0) {
            record.headers().add(TroubleHeader.NAME, trouble);
        }
        return RecordDecoder.decode(record);
    }

    private static byte[] written(BadEvent... bad) {
        return TroubleHeader.of(List.of(bad)).get(0).value();
    }

    @Test
    void badEventsAreReadAsTheyWereWritten() {
        FetchedRecord record = decoded(2, written(SECOND, LAST));

        assertThat(record.defect()).isNull();
        assertThat(record.bad()).containsExactly(SECOND, LAST);
        assertThat(record.events()).isEqualTo(2);
        assertThat(record.total()).isEqualTo(4);
    }

    @Test
    void theHeaderIsReadableText() {
        String text = new String(written(SECOND), StandardCharsets.US_ASCII);

        assertThat(text)
                .isEqualTo("index=1;reason=at%20%2F%C3%A4%3A%20isn%27t%20100%20%25%20good%3B%20sorry;event=ewoiYQ==");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "garbage"})
    void theTraceIsReadFromItsOwnHeaderIfItIsOne(String header) {
        byte[] value = VALUE.getBytes(StandardCharsets.US_ASCII);
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("logs.s", 0, 5, null, value);
        record.headers()
                .add(SluiceHeader.NAME, new SluiceHeader("c", 2, 17, "v", null, 0, SluiceHeader.crcOf(value)).format(2))
                .add("traceparent", header.getBytes(StandardCharsets.US_ASCII));

        FetchedRecord read = RecordDecoder.decode(record);

        assertThat(read.defect()).isNull();
        assertThat(read.traceParent()).isEqualTo(header.equals("garbage") ? null : header);
    }

    @Test
    void aReasonCanAlwaysBeStored() {
        FetchedRecord record = decoded(1, written(new BadEvent(1, "a\0b\nc", Buffer.buffer("x"))));

        assertThat(record.bad().get(0).reason()).isEqualTo("a?b?c");
    }

    @Test
    void withoutBadEventsThereIsNoHeader() {
        assertThat(TroubleHeader.of(List.of())).isEmpty();
        assertThat(decoded(0, new byte[0]).bad()).isEmpty();
    }

    @Test
    void aRecordWithFewerOrMoreBadEventsThanItSaysIsDefective() {
        assertThat(decoded(2, written(SECOND)).defect()).isEqualTo(Defect.COUNT);
        assertThat(decoded(0, written(SECOND)).defect()).isEqualTo(Defect.COUNT);
        assertThat(decoded(1, new byte[0]).defect()).isEqualTo(Defect.COUNT);
    }

    @Test
    void aBadEventInThePlaceOfAGoodOneMakesTheRecordDefective() {
        FetchedRecord record = decoded(1, written(new BadEvent(2, "bad", Buffer.buffer("x"))));

        assertThat(record.defect()).isEqualTo(Defect.COUNT);
        assertThat(record.bad()).isEmpty();
        assertThat(record.total()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "index=1",
                "index=1;reason=a",
                "index=;reason=a;event=eA==",
                "index=-1;reason=a;event=eA==",
                "index=1;reason=a;event=#",
                "index=1;reason=a%00;event=eA==",
                "index=1;reason=%zz;event=eA==",
                "index=1;reason=a;event=eA==\n",
                "index=1;reason=a;event=eA==\nindex=1;reason=a;event=eA==",
                "index=5;reason=a;event=eA==\nindex=4;reason=a;event=eA=="
            })
    void aHeaderThatIsNotOursMakesTheRecordDefective(String header) {
        int lines = header.split("\n", -1).length;

        assertThat(decoded(lines, header.getBytes(StandardCharsets.US_ASCII)).defect())
                .isEqualTo(Defect.COUNT);
    }
}
