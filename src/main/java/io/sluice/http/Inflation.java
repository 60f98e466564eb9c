package io.sluice.http;

import io.sluice.failure.Exceeded;
import io.sluice.failure.Failure;
import io.sluice.failure.Limit;
import io.sluice.failure.SluiceException;
import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates gzip bodies (RFC 1952, one member or several), strictly: the end of the stream, its CRC and its length are
 * required, nothing may follow it, and the output is bounded in bytes and by its ratio to the input. Java's
 * GZIPInputStream swallows what follows the first member, and Vert.x answers 200 to a body that was cut short.
 *
 * <p>It holds native memory until {@link #close()}. For one thread.
 */
final class Inflation implements AutoCloseable {
    private static final int SMALLEST_OUTPUT = 1 << 10;

    private final int maxBytes;
    private final int maxRatio;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();

    /** The output may have {@code maxBytes}, and {@code maxRatio} times as many bytes as the input. */
    Inflation(int maxBytes, int maxRatio) {
        this.maxBytes = maxBytes;
        this.maxRatio = maxRatio;
    }

    /**
     * Returns what the gzip stream holds.
     *
     * @param reserve asked before the output grows, with its size in all; throws OVERLOADED where there is no room
     * @throws SluiceException MALFORMED, TOO_LARGE or OVERLOADED
     */
    byte[] inflate(byte[] gzip, LongConsumer reserve) {
        Output output = new Output(gzip, reserve);
        GzipFrame frame = new GzipFrame(gzip);
        do {
            int start = output.length;
            frame.readHeader();
            inflater.reset();
            inflater.setInput(gzip, frame.position(), gzip.length - frame.position());
            inflateMember(output);
            frame.skip((int) inflater.getBytesRead());
            crc.reset();
            crc.update(output.bytes, start, output.length - start);
            frame.readTrailer(crc.getValue(), output.length - start);
        } while (frame.hasMore());
        return output.exact();
    }

    private void inflateMember(Output output) {
        try {
            while (!inflater.finished()) {
                output.makeRoom();
                int inflated = inflater.inflate(output.bytes, output.length, output.bytes.length - output.length);
                output.length += inflated;
                if (inflated == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw GzipFrame.malformed("is cut short: its end mark is missing; send all of it");
                }
            }
        } catch (DataFormatException e) {
            throw GzipFrame.malformed("holds what no gzip writes");
        }
    }

    @Override
    public void close() {
        inflater.end();
    }

    /** The inflated bytes so far; may be one longer than allowed, which is how too much shows. */
    private final class Output {
        private final LongConsumer reserve;
        private final long limit;
        private final boolean byRatio;
        private byte[] bytes;
        private int length;

        Output(byte[] gzip, LongConsumer reserve) {
            this.reserve = reserve;
            long most = (long) gzip.length * maxRatio;
            this.byRatio = most < maxBytes;
            this.limit = Math.min(most, maxBytes);
            this.bytes = new byte[0];
            grow(Math.max(SMALLEST_OUTPUT, (long) gzip.length * 4));
        }

        void makeRoom() {
            if (length > limit) {
                throw tooLarge();
            }
            if (length == bytes.length) {
                grow((long) bytes.length * 2);
            }
        }

        private void grow(long wanted) {
            int size = (int) Math.min(wanted, limit + 1);
            reserve.accept(size);
            bytes = Arrays.copyOf(bytes, size);
        }

        byte[] exact() {
            if (length > limit) {
                throw tooLarge();
            }
            return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        }

        private SluiceException tooLarge() {
            return byRatio
                    ? new SluiceException(
                            Failure.TOO_LARGE,
                            "the gzip body inflates to more than " + maxRatio + " times its size",
                            new Exceeded(Limit.INFLATE_RATIO, maxRatio))
                    : new SluiceException(
                            Failure.TOO_LARGE,
                            "the gzip body inflates to more than " + maxBytes + " bytes; send smaller requests",
                            new Exceeded(Limit.BODY, maxBytes));
        }
    }
}
