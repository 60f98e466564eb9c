package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SluiceHeaderTest {
    @Test
    void itIsShortReadableText() {
        SluiceHeader header =
                new SluiceHeader("web-1", 3, 1_700_000_000_000L, "0123456789ab", "a;b c=1%", 0, 0x0badcafe);

        String text = new String(header.format(), StandardCharsets.US_ASCII);

        assertThat(text)
                .isEqualTo("v=1;client=web-1;events=3;at=1700000000000;stream=0123456789ab;key=a%3Bb%20c%3D1%25;"
                        + "crc=0badcafe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "a+b", "ü;=%", "  ", "日本"})
    void whateverTextGoesInComesOut(String text) {
        SluiceHeader header = new SluiceHeader(text, 1, 0, text, text, 0, -1);

        SluiceHeader.Parsed parsed = SluiceHeader.parse(header.format());

        assertThat(parsed).isEqualTo(new SluiceHeader.Good(header));
    }

    @Test
    void noKeyStaysNoKey() {
        SluiceHeader header = new SluiceHeader("c", 1, 0, "v", null, 0, 0);

        SluiceHeader.Parsed parsed = SluiceHeader.parse(header.format());

        assertThat(parsed).isEqualTo(new SluiceHeader.Good(header));
    }

    @Test
    void badEventsBesideTheValueAreCounted() {
        SluiceHeader header = new SluiceHeader("c", 1, 0, "v", null, 3, 0);

        String text = new String(header.format(), StandardCharsets.US_ASCII);

        assertThat(text).contains(";events=1;").contains(";trouble=3;");
        assertThat(SluiceHeader.parse(header.format())).isEqualTo(new SluiceHeader.Good(header));
    }

    @Test
    void aNameThatALaterWriterAddedIsSkipped() {
        byte[] bytes = bytes("v=1;client=c;events=1;at=0;stream=s;new=thing;crc=00000000");

        SluiceHeader.Parsed parsed = SluiceHeader.parse(bytes);

        assertThat(parsed).isInstanceOf(SluiceHeader.Good.class);
    }

    @Test
    void aLaterVersionIsToldApartWhateverElseItSays() {
        SluiceHeader.Parsed parsed = SluiceHeader.parse(bytes("v=2;all=new"));

        assertThat(parsed).isEqualTo(new SluiceHeader.UnknownVersion("2"));
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

    @Test
    void theChecksumIsCrc32c() {
        int crc = SluiceHeader.crcOf(bytes("123456789"));

        assertThat(crc).isEqualTo(0xE3069283);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
