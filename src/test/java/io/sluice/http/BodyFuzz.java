package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;

/**
 * What holds for every body on its way in, whatever bytes a fuzzer finds. An input is a byte that chooses what its rest
 * is: a gzip body, deflated data that gets a sound frame, text that gets a sound gzip, a body's chunks, or headers.
 */
public final class BodyFuzz {
    private static final int MAX_BYTES = 20_000;
    private static final int MAX_RATIO = 50;
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0};

    private BodyFuzz() {}

    /** Called by the fuzzer before it looks at the time: loads what a first input would have to. */
    public static void fuzzerInitialize() {
        for (byte choice = 0; choice < 8; choice++) {
            fuzzerTestOneInput(new byte[] {choice, '{', '}', '\n'});
        }
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        switch (input[0] & 7) {
            case 0 -> framed(rest);
            case 1 -> deflated(rest);
            case 2 -> chunks(rest);
            case 3 -> head(new String(rest, StandardCharsets.ISO_8859_1));
            default -> compareWithJava(rest);
        }
    }

    /** What Inflation takes, Java's own reader takes and reads alike. */
    private static void compareWithJava(byte[] gzip) {
        byte[] inflated = inflate(gzip);
        if (inflated != null) {
            assertThat(javaInflates(gzip)).isEqualTo(inflated);
        }
    }

    /** Deflated data that Java's inflater takes is taken in a sound frame, unless it is over a limit. */
    private static void framed(byte[] data) {
        Inflater inflater = new Inflater(true);
        byte[] plain = new byte[MAX_BYTES + 1];
        inflater.setInput(data);
        int length = 0;
        try {
            for (int more = 1; more > 0 && length < plain.length; length += more) {
                more = inflater.inflate(plain, length, plain.length - length);
            }
        } catch (DataFormatException e) {
            length = -1;
        }
        boolean sound = length >= 0 && inflater.finished();
        byte[] deflated = Arrays.copyOf(data, (int) inflater.getBytesRead());
        inflater.end();
        byte[] gzip = frame(deflated, Arrays.copyOf(plain, Math.max(0, length)));
        byte[] inflated = inflate(gzip);
        if (!sound) {
            assertThat(inflated).isNull();
        } else if (length <= Math.min(MAX_BYTES, gzip.length * MAX_RATIO)) {
            assertThat(inflated).isEqualTo(Arrays.copyOf(plain, length));
        }
    }

    /** What was deflated in two members comes back; with a byte broken or cut off it doesn't, or it is the same. */
    private static void deflated(byte[] plain) {
        int split = (plain[0] & 0xff) % plain.length;
        byte[] gzip = concat(
                gzip(Arrays.copyOf(plain, split), plain[0]), gzip(Arrays.copyOfRange(plain, split, plain.length), 6));
        if (plain.length <= Math.min(MAX_BYTES, gzip.length * MAX_RATIO)) {
            assertThat(inflate(gzip)).isEqualTo(plain);
        }
        int place = (plain[plain.length - 1] & 0xff) * gzip.length / 256;
        gzip[place] ^= 1;
        compareWithJava(gzip);
        compareWithJava(Arrays.copyOf(gzip, place));
    }

    private static void chunks(byte[] body) {
        BodyBuffer buffer = new BodyBuffer(body.length, size -> assertThat(size).isBetween(1L, (long) body.length));
        int size = Math.max(1, body[0] & 0x7f);
        for (int at = 0; at < body.length; at += size) {
            byte[] chunk = Arrays.copyOfRange(body, at, Math.min(body.length, at + size));
            buffer.add(Buffer.buffer(chunk));
        }
        assertThat(buffer.bytes().getBytes()).isEqualTo(body);
    }

    private static void head(String lines) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        lines.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        try {
            PostHead head = PostHead.read(headers, MAX_BYTES);
            assertThat(head.contentLength()).isBetween(-1L, (long) MAX_BYTES);
        } catch (SluiceException e) {
            assertThat(e.failure().status()).isBetween(400, 499);
        }
    }

    /** Null where it was refused; asks for no more memory than the limits allow in any case. */
    private static byte[] inflate(byte[] gzip) {
        long most = Math.min(MAX_BYTES, (long) gzip.length * MAX_RATIO);
        try (Inflation inflation = new Inflation(MAX_BYTES, MAX_RATIO)) {
            byte[] inflated = inflation.inflate(gzip, size -> assertThat(size).isBetween(0L, most + 1));
            assertThat((long) inflated.length).isLessThanOrEqualTo(most);
            return inflated;
        } catch (SluiceException e) {
            assertThat(e.failure()).isIn(Failure.MALFORMED, Failure.TOO_LARGE);
            return null;
        }
    }

    private static byte[] javaInflates(byte[] gzip) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError("Java refuses what was taken", e);
        }
    }

    private static byte[] gzip(byte[] plain, int level) {
        Deflater deflater = new Deflater((level & 0xff) % 10, true);
        deflater.setInput(plain);
        deflater.finish();
        byte[] deflated = new byte[plain.length * 2 + 100];
        int length = deflater.deflate(deflated);
        deflater.end();
        return frame(Arrays.copyOf(deflated, length), plain);
    }

    private static byte[] frame(byte[] deflated, byte[] plain) {
        CRC32 crc = new CRC32();
        crc.update(plain);
        Buffer trailer = Buffer.buffer().appendIntLE((int) crc.getValue()).appendIntLE(plain.length);
        return concat(concat(HEADER, deflated), trailer.getBytes());
    }

    private static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }
}
