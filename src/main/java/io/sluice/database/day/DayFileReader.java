package io.sluice.database.day;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a day's file from its head to its foot, a line at a time. After the last row it has compared count and checksum:
 * whoever got null from {@link #next} has read the file as it was written. Blocks; for one thread.
 */
public final class DayFileReader implements Closeable {
    /** A row is an event and little more; http.maxBody is far below it. */
    private static final int MOST_OF_A_LINE_BYTES = 64 << 20;

    private static final int BUFFER_BYTES = 64 << 10;

    private final Path file;
    private final InputStream in;
    private final DayHead head;
    private final MessageDigest digest = DayFoot.digest();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    private long line;
    private long rows;
    private @Nullable DayFoot read;

    /**
     * Opens a file and reads its head.
     *
     * @throws DayFileException where it isn't a day's file
     * @throws IOException      where it can't be read
     */
    public DayFileReader(Path file) throws IOException {
        this.file = file;
        this.in = open(file);
        try {
            this.head = readHead();
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            return new GZIPInputStream(raw, BUFFER_BYTES);
        } catch (ZipException | EOFException e) {
            raw.close();
            throw new DayFileException(file + " is no gzip file");
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    private DayHead readHead() throws IOException {
        String text = line();
        try {
            return DayHead.parse(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            throw new DayFileException(file + ", line 1: " + e.getMessage());
        }
    }

    public DayHead head() {
        return head;
    }

    /** Number of the line that was read last, from 1, which is the head. */
    public long lineNumber() {
        return line;
    }

    /** The next row's line; null after the last one, when all of them are as they were written. */
    public @Nullable String next() throws IOException {
        if (rows == head.rows()) {
            if (read == null) {
                read = checkFoot();
            }
            return null;
        }
        String text = line();
        if (text == null) {
            throw cut();
        }
        rows++;
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        return text;
    }

    /** Reads what is left, and tells what all of it was. */
    public DayFoot readToEnd() throws IOException {
        String row = next();
        while (row != null) {
            row = next();
        }
        return Objects.requireNonNull(read);
    }

    private DayFoot checkFoot() throws IOException {
        String text = line();
        if (text == null) {
            throw cut();
        }
        DayFoot found = DayFoot.of(rows, digest);
        DayFoot written;
        try {
            written = DayFoot.parse(text);
        } catch (IllegalArgumentException e) {
            throw new DayFileException(
                    file + ", line " + line + ": " + e.getMessage() + "; line 1 promises " + rows + " rows before it");
        }
        if (!written.equals(found)) {
            throw new DayFileException(file + ", line " + line + ": the rows aren't those that were written: expected "
                    + written.rows() + " with SHA-256 " + written.sha256() + ", read " + found.rows() + " with "
                    + found.sha256());
        }
        if (line() != null) {
            throw new DayFileException(file + ", line " + line + ": there is something behind the last line");
        }
        return found;
    }

    private DayFileException cut() {
        return new DayFileException(file + " is cut after line " + line + ": line 1 promises " + head.rows()
                + " rows and a last line with their checksum");
    }

    /** The next line without its line break; null at the end. A part of a line is no line. */
    private @Nullable String line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        while (at < end || fill()) {
            int begin = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            bytes.write(buffer, begin, at - begin);
            if (at < end) {
                at++;
                line++;
                return bytes.toString(StandardCharsets.UTF_8);
            }
            if (bytes.size() > MOST_OF_A_LINE_BYTES) {
                throw new DayFileException(
                        file + ", line " + (line + 1) + ": it has more than " + MOST_OF_A_LINE_BYTES + " bytes");
            }
        }
        return null;
    }

    private boolean fill() throws IOException {
        try {
            at = 0;
            end = Math.max(0, in.read(buffer));
            return end > 0;
        } catch (EOFException e) {
            throw new DayFileException(file + " is cut in line " + (line + 1) + ": the compressed data end there");
        } catch (ZipException e) {
            throw new DayFileException(
                    file + " is damaged in line " + (line + 1) + " or a little behind it: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
