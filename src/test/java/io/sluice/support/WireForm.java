package io.sluice.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** How a corpus file's body goes over the wire: the steps behind the lines' {@code <}, in their order. */
final class WireForm {
    private static final int EXTRA_NAME_COMMENT_AND_CHECKSUM = 2 | 4 | 8 | 16;

    private final List<String[]> steps = new ArrayList<>();
    private int chunk;
    private boolean unended;

    void add(String step) {
        String[] words = step.split(" ", 2);
        if (words[0].equals("chunks")) {
            unended = words[1].endsWith("without end");
            chunk = Integer.parseInt(words[1].split(" ", 2)[0]);
        } else {
            steps.add(words);
        }
    }

    byte[] encode(byte[] body) {
        byte[] bytes = body;
        for (String[] step : steps) {
            bytes = encode(bytes, step[0], step.length > 1 ? step[1] : "");
        }
        return bytes;
    }

    private static byte[] encode(byte[] bytes, String step, String how) {
        return switch (step) {
            case "gzip" -> gzip(bytes, how);
            case "cut" -> Arrays.copyOf(bytes, bytes.length - Integer.parseInt(how));
            case "append" -> concat(bytes, Notation.bytes(how));
            case "break" -> broken(bytes, Integer.parseInt(how));
            default -> throw new IllegalArgumentException("no step: " + step);
        };
    }

    /** Breaks one bit of the byte at this place; of that place from the end where it is negative. */
    private static byte[] broken(byte[] bytes, int place) {
        byte[] broken = bytes.clone();
        broken[place < 0 ? bytes.length + place : place] ^= 1;
        return broken;
    }

    private static byte[] gzip(byte[] plain, String how) {
        return switch (how) {
            case "" -> member(plain, 0);
            case "with every field" -> member(plain, EXTRA_NAME_COMMENT_AND_CHECKSUM);
            case "in members" -> {
                byte[] first = member(Arrays.copyOf(plain, plain.length / 2), 0);
                byte[] empty = member(new byte[0], EXTRA_NAME_COMMENT_AND_CHECKSUM);
                byte[] last = member(Arrays.copyOfRange(plain, plain.length / 2, plain.length), 0);
                yield concat(concat(first, empty), last);
            }
            default -> throw new IllegalArgumentException("no way to zip: " + how);
        };
    }

    private static byte[] member(byte[] plain, int flags) {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        gzip.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 1, 2, 3, 4, 0, 3});
        if (flags != 0) {
            gzip.writeBytes(new byte[] {4, 0, 'S', 'L', 0, 0});
            gzip.writeBytes("name.json\0a comment\0".getBytes(StandardCharsets.ISO_8859_1));
            gzip.writeBytes(littleEndian(crc(gzip.toByteArray()), 2));
        }
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(plain);
        deflater.finish();
        byte[] part = new byte[1 << 16];
        while (!deflater.finished()) {
            gzip.write(part, 0, deflater.deflate(part));
        }
        deflater.end();
        gzip.writeBytes(littleEndian(crc(plain), 4));
        gzip.writeBytes(littleEndian(plain.length, 4));
        return gzip.toByteArray();
    }

    private static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    private static byte[] littleEndian(long number, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (number >> (8 * i));
        }
        return bytes;
    }

    /** The head, with Host and what says how long the body is, unless the file says it itself. */
    String head(String head, int length) {
        String lower = head.toLowerCase(Locale.ROOT);
        StringBuilder whole = new StringBuilder(head);
        if (!lower.contains("\r\nhost:")) {
            whole.append("Host: corpus\r\n");
        }
        if (chunk > 0) {
            whole.append("Transfer-Encoding: chunked\r\n");
        } else if (!lower.contains("content-length:") && !lower.contains("transfer-encoding:")) {
            whole.append("Content-Length: ").append(length).append("\r\n");
        }
        return whole.append("\r\n").toString();
    }

    byte[] frame(byte[] wire) {
        if (chunk == 0) {
            return wire;
        }
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        for (int at = 0; at < wire.length; at += chunk) {
            int end = Math.min(wire.length, at + chunk);
            framed.writeBytes((Integer.toHexString(end - at) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            framed.write(wire, at, end - at);
            framed.writeBytes(new byte[] {'\r', '\n'});
        }
        framed.writeBytes((unended ? "" : "0\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return framed.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
