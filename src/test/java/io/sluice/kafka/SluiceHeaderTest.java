package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.message.BadEvent;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SluiceHeaderTest {
    @Test
    void itIsShortReadableText() {
        SluiceHeader header =
                new SluiceHeader("web-1", 3, 1_700_000_000_000L, "0123456789ab", "a;b c=1%", 0, 0x0badcafe);

        String text = new String(header.format(1), StandardCharsets.US_ASCII);

        assertThat(text)
                .isEqualTo("v=1;client=web-1;events=3;at=1700000000000;stream=0123456789ab;key=a%3Bb%20c%3D1%25;"
                        + "crc=0badcafe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "a+b", "ü;=%", "  ", "日本"})
    void whateverTextGoesInComesOut(String text) {
        SluiceHeader header = new SluiceHeader(text, 1, 0, text, text, 0, -1);

        SluiceHeader.Parsed parsed = SluiceHeader.parse(header.format(1));

        assertThat(parsed).isEqualTo(new SluiceHeader.Good(header));
    }

    @Test
    void noKeyStaysNoKey() {
        SluiceHeader header = new SluiceHeader("c", 1, 0, "v", null, 0, 0);

        SluiceHeader.Parsed parsed = SluiceHeader.parse(header.format(1));

        assertThat(parsed).isEqualTo(new SluiceHeader.Good(header));
    }

    @Test
    void badEventsBesideTheValueAreCounted() {
        SluiceHeader header = new SluiceHeader("c", 1, 0, "v", null, 3, 0);

        String text = new String(header.format(1), StandardCharsets.US_ASCII);

        assertThat(text).contains(";events=1;").contains(";trouble=3;");
        assertThat(SluiceHeader.parse(header.format(1))).isEqualTo(new SluiceHeader.Good(header));
    }

    @Test
    void aNameThatALaterWriterAddedIsSkipped() {
        byte[] bytes = bytes("v=1;client=c;events=1;at=0;stream=s;new=thing;crc=00000000");

        SluiceHeader.Parsed parsed = SluiceHeader.parse(bytes);

        assertThat(parsed).isInstanceOf(SluiceHeader.Good.class);
    }

    @Test
    void aLaterVersionIsToldApartWhateverElseItSays() {
        SluiceHeader.Parsed parsed = SluiceHeader.parse(bytes("v=3;all=new"));

        assertThat(parsed).isEqualTo(new SluiceHeader.UnknownVersion("3"));
    }

    @Test
    void aClientThatNoTableWouldTakeIsNotOurs() {
        byte[] bytes = bytes("v=1;client=" + "c".repeat(3_000) + ";events=1;at=0;stream=s;crc=00000000");

        assertThat(SluiceHeader.parse(bytes)).isEqualTo(new SluiceHeader.Absent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "=1",
                "v=1",
                "client=c;events=1;at=0;stream=s;crc=00000000",
                "v=1;client=c;events=0;at=0;stream=s;crc=00000000",
                "v=1;client=c;events=x;at=0;stream=s;crc=00000000",
                "v=1;client=c;events=1;at=0;stream=s;crc=xyz",
                "v=1;client=%zz;events=1;at=0;stream=s;crc=00000000",
                "v=1;client=%00;events=1;at=0;stream=s;crc=00000000"
            })
    void whatIsNotOursIsAbsent(String text) {
        SluiceHeader.Parsed parsed = SluiceHeader.parse(bytes(text));

        assertThat(parsed).isEqualTo(new SluiceHeader.Absent());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theHeadersOfARecordStayAsTheyWereRecorded(int version) throws IOException {
        String value = "{\"a\":1}\n\n{\"b\":\"ü\"}";
        SluiceHeader header = new SluiceHeader(
                "web-1", 2, 1_795_250_000_123L, "3f9c0a51b2de", "order/17", 2, SluiceHeader.crcOf(bytes(value)));
        List<BadEvent> bad = List.of(
                new BadEvent(1, "at /a: is long", Buffer.buffer("{\"a\":\n")),
                new BadEvent(3, "is no JSON", Buffer.buffer()));

        byte[] recorded = recorded(version, "record-sluice");
        byte[] trouble = recorded(1, "record-sluice-trouble");

        assertThat(header.format(version)).isEqualTo(recorded);
        assertThat(SluiceHeader.parse(recorded)).isEqualTo(new SluiceHeader.Good(header));
        assertThat(TroubleHeader.of(bad).get(0).value()).isEqualTo(trouble);
        assertThat(TroubleHeader.parse(trouble)).isEqualTo(bad);
    }

    private static byte[] recorded(int version, String name) throws IOException {
        return Files.readAllBytes(Path.of("src/test/wire", Integer.toString(version), name));
    }

    @Test
    void theChecksumIsCrc32c() {
        int crc = SluiceHeader.crcOf(bytes("123456789"));

        assertThat(crc).isEqualTo(0xE3069283);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
