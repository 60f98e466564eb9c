package io.sluice.http;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import java.util.zip.CRC32;

/** Reads what surrounds the deflated data of a gzip member (RFC 1952): its header and its trailer. */
final class GzipFrame {
    private static final int DEFLATE = 8;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;
    /** Modification time, extra flags, operating system: nothing that matters here. */
    private static final int UNUSED_BYTES = 6;

    private final byte[] gzip;
    private int position;

    GzipFrame(byte[] gzip) {
        this.gzip = gzip;
    }

    int position() {
        return position;
    }

    boolean hasMore() {
        return position < gzip.length;
    }

    void skip(int bytes) {
        if (gzip.length - position < bytes) {
            throw malformed("is cut short");
        }
        position += bytes;
    }

    void readHeader() {
        int start = position;
        boolean first = start == 0;
        if (next() != 0x1f || next() != 0x8b || next() != DEFLATE) {
            throw malformed(first ? "doesn't begin like gzip" : "is followed by something else");
        }
        int flags = next();
        if ((flags & RESERVED) != 0) {
            throw malformed("has a flag that isn't known");
        }
        skip(UNUSED_BYTES);
        if ((flags & EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            checkHeader(start);
        }
    }

    private void checkHeader(int start) {
        CRC32 crc = new CRC32();
        crc.update(gzip, start, position - start);
        if ((next() | next() << 8) != (crc.getValue() & 0xffff)) {
            throw malformed("has a header without the checksum that it says");
        }
    }

    /** Compares the trailer with what was inflated. */
    void readTrailer(long crc, int length) {
        if (nextInt() != (int) crc || nextInt() != length) {
            throw malformed("doesn't have the checksum or length that it says");
        }
    }

    private void skipText() {
        while (next() != 0) {
            // A text ends with a zero byte, wherever that is.
        }
    }

    private int nextInt() {
        return next() | next() << 8 | next() << 16 | next() << 24;
    }

    private int next() {
        if (position == gzip.length) {
            throw malformed("is cut short");
        }
        return gzip[position++] & 0xff;
    }

    static SluiceException malformed(String what) {
        return new SluiceException(Failure.MALFORMED, "the gzip body " + what);
    }
}
