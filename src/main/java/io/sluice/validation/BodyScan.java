package io.sluice.validation;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/**
 * What one look over a body's bytes tells, so that the costly checks are made only where they can find something.
 *
 * @param utf8       whether it is strict UTF-8: no overlong forms, no encoded surrogates, nothing above U+10FFFF
 * @param backslash  whether there is any; without one no text can hold U+0000 or half of a surrogate pair
 * @param lineBreak  whether there is a CR or LF
 * @param zero       whether there is a zero byte, which is never JSON and would make the parser guess at UTF-16
 */
record BodyScan(boolean utf8, boolean backslash, boolean lineBreak, boolean zero) {
    private static final int DECODED_AT_ONCE = 1_024;
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    static BodyScan of(byte[] bytes) {
        long high = 0;
        long backslash = 0;
        long lineBreak = 0;
        long zero = 0;
        int i = 0;
        for (; i + 8 <= bytes.length; i += 8) {
            long eight = (long) EIGHT_BYTES.get(bytes, i);
            high |= eight & HIGH_BITS;
            backslash |= zeroIn(eight ^ (ONES * '\\'));
            lineBreak |= zeroIn(eight ^ (ONES * '\n')) | zeroIn(eight ^ (ONES * '\r'));
            zero |= zeroIn(eight);
        }
        for (; i < bytes.length; i++) {
            byte one = bytes[i];
            high |= one & 0x80;
            backslash |= one == '\\' ? 1 : 0;
            lineBreak |= one == '\n' || one == '\r' ? 1 : 0;
            zero |= one == 0 ? 1 : 0;
        }
        boolean utf8 = high == 0 || isUtf8(bytes);
        return new BodyScan(utf8, backslash != 0, lineBreak != 0, zero != 0);
    }

    /**
     * Where the first character that is no UTF-8 begins, or {@code end} where all of that part is sound. Slow beside the
     * scan: only for a body of which that said that something is wrong.
     */
    static int firstBroken(byte[] bytes, int start, int end) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, start, end - start);
        CharBuffer out = CharBuffer.allocate(DECODED_AT_ONCE);
        while (decoder.decode(in, out.clear(), true).isOverflow()) {
            // What was decoded isn't wanted, only how far it went.
        }
        return in.position();
    }

    /** Not zero exactly if one of the eight bytes is zero (Hacker's Delight, 6-1). */
    private static long zeroIn(long eight) {
        return (eight - ONES) & ~eight & HIGH_BITS;
    }

    private static boolean isUtf8(byte[] bytes) {
        return ByteBufUtil.isText(Unpooled.wrappedBuffer(bytes), 0, bytes.length, StandardCharsets.UTF_8);
    }
}
