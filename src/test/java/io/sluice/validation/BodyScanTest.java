package io.sluice.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyScanTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 7, 8, 9, 15, 16, 17})
    void everyByteIsSeenWhereverItStands(int place) {
        byte[] plain = "x".repeat(18).getBytes(StandardCharsets.US_ASCII);

        assertThat(BodyScan.of(plain)).isEqualTo(new BodyScan(true, false, false, false));
        assertThat(BodyScan.of(with(plain, place, '\\'))).isEqualTo(new BodyScan(true, true, false, false));
        assertThat(BodyScan.of(with(plain, place, '\n'))).isEqualTo(new BodyScan(true, false, true, false));
        assertThat(BodyScan.of(with(plain, place, '\r'))).isEqualTo(new BodyScan(true, false, true, false));
        assertThat(BodyScan.of(with(plain, place, 0))).isEqualTo(new BodyScan(true, false, false, true));
        assertThat(BodyScan.of(with(plain, place, 0xff))).isEqualTo(new BodyScan(false, false, false, false));
    }

    /** Java's own decoder, told to report, refuses overlong forms and encoded surrogates: ours must agree with it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void utf8IsWhatJavasStrictDecoderTakes(long seed) {
        Random random = new Random(seed);
        byte[][] pieces = {
            {'a'},
            {'"'},
            {(byte) 0xc3, (byte) 0xbc},
            {(byte) 0xe2, (byte) 0x82, (byte) 0xac},
            {(byte) 0xf0, (byte) 0x9f, (byte) 0x98, (byte) 0x80},
            {(byte) 0xef, (byte) 0xbf, (byte) 0xbf}
        };
        for (int round = 0; round < 20_000; round++) {
            ByteBuffer buffer = ByteBuffer.allocate(80);
            for (int i = random.nextInt(18); i >= 0; i--) {
                buffer.put(pieces[random.nextInt(pieces.length)]);
            }
            byte[] bytes = java.util.Arrays.copyOf(buffer.array(), buffer.position());
            for (int i = random.nextInt(3); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }

            assertThat(BodyScan.of(bytes).utf8()).isEqualTo(isUtf8ForJava(bytes));
        }
    }

    @Test
    void nothingIsUtf8() {
        assertThat(BodyScan.of(new byte[0])).isEqualTo(new BodyScan(true, false, false, false));
    }

    private static byte[] with(byte[] plain, int place, int value) {
        byte[] bytes = plain.clone();
        bytes[place] = (byte) value;
        return bytes;
    }

    private static boolean isUtf8ForJava(byte[] bytes) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
