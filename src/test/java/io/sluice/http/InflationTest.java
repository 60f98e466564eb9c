package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InflationTest {
    private static final int MAX_BYTES = 100_000;
    private static final int MAX_RATIO = 200;

    private final Inflation inflation = new Inflation(MAX_BYTES, MAX_RATIO);

    @AfterEach
    void close() {
        inflation.close();
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private byte[] inflate(byte[] gzip) {
        return inflation.inflate(gzip, size -> {});
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_023, 1_024, 1_025, 50_000, MAX_BYTES})
    void whatWasDeflatedComesBack(int length) {
        byte[] plain = noise(length);

        byte[] inflated = inflate(gzip(plain));

        assertThat(inflated).isEqualTo(plain);
    }

    @Test
    void membersThatFollowEachOtherAreOneBody() {
        byte[] two =
                concat(gzip("one,".getBytes(StandardCharsets.UTF_8)), gzip("two".getBytes(StandardCharsets.UTF_8)));

        byte[] inflated = inflate(two);

        assertThat(inflated).asString().isEqualTo("one,two");
    }

    @Test
    void aHeaderWithEveryOptionalFieldIsSkipped() {
        byte[] plain = gzip("x".getBytes(StandardCharsets.UTF_8));
        byte[] head = {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 0, 2, 0, 9, 9, 'n', 0, 'c', 0, 0x2a, 0x7c};
        byte[] gzip = concat(head, Arrays.copyOfRange(plain, 10, plain.length));

        byte[] inflated = inflate(gzip);

        assertThat(inflated).asString().isEqualTo("x");
    }

    @Test
    void everyPrefixOfAStreamIsRefused() {
        byte[] whole = gzip(noise(300));

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertFails(() -> inflate(cut), Failure.MALFORMED);
        }
    }

    @Test
    void everySingleBrokenByteOfTheTrailerIsRefused() {
        byte[] whole = gzip(noise(300));

        for (int i = whole.length - 8; i < whole.length; i++) {
            byte[] broken = whole.clone();
            broken[i] ^= 1;
            assertFails(() -> inflate(broken), Failure.MALFORMED);
        }
    }

    @Test
    void whatFollowsTheEndIsRefused() {
        byte[] garbage = concat(gzip(noise(300)), new byte[] {0});

        assertFails(() -> inflate(garbage), Failure.MALFORMED);
    }

    @Test
    void aBodyThatIsNoGzipIsRefused() {
        assertFails(() -> inflate("{\"a\":1}".getBytes(StandardCharsets.UTF_8)), Failure.MALFORMED);
    }

    @Test
    void moreThanTheLimitIsRefused() {
        assertFails(() -> inflate(gzip(noise(MAX_BYTES + 1))), Failure.TOO_LARGE);
    }

    @Test
    void aBombIsRefusedByItsRatioBeforeTheLimitIsReached() {
        long[] most = new long[1];
        byte[] bomb = gzip(new byte[50_000]);

        assertFails(() -> inflation.inflate(bomb, size -> most[0] = Math.max(most[0], size)), Failure.TOO_LARGE);
        assertThat(most[0]).isLessThanOrEqualTo((long) bomb.length * MAX_RATIO + 1);
    }

    @Test
    void memoryThatIsNotGrantedIsNotTaken() {
        assertFails(
                () -> inflation.inflate(gzip(noise(5_000)), size -> {
                    throw new SluiceException(Failure.OVERLOADED, "no room");
                }),
                Failure.OVERLOADED);
    }

    @Test
    void itGoesOnAfterABrokenBody() {
        assertFails(() -> inflate(Arrays.copyOf(gzip(noise(300)), 100)), Failure.MALFORMED);

        byte[] inflated = inflate(gzip(noise(200)));

        assertThat(inflated).isEqualTo(noise(200));
    }

    private static void assertFails(ThrowingCallable call, Failure failure) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.failure()).isEqualTo(failure));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
