package io.sluice.database.day;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a day's file so that it stands there whole, or not at all:
 *
 * <pre>
 *   DAY.ndjson.gz.part-… ─ head, rows, foot ─▶ fsync ─▶ read back ─▶ renamed to DAY.ndjson.gz ─▶ fsync of the folder
 * </pre>
 *
 * Blocks; for one thread. Only one process may write a day at a time: what a killed one left of it is deleted.
 */
public final class DayFileWriter implements Closeable {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final String PART = ".part-";

    private final Path file;
    private final Path part;
    private final DayHead head;
    private final FileChannel channel;
    private final GZIPOutputStream gzip;
    private final OutputStream out;
    private final MessageDigest digest = DayFoot.digest();
    private long rows;

    /** Nothing is written yet: what gzip begins with waits in a buffer. */
    private DayFileWriter(Path file, Path part, DayHead head) throws IOException {
        this.file = file;
        this.part = part;
        this.head = head;
        this.channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        this.gzip = new GZIPOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES));
        this.out = new BufferedOutputStream(gzip, BUFFER_BYTES);
    }

    /**
     * Begins {@code FOLDER/STREAM/DAY.ndjson.gz}. FOLDER itself is never made: it may be a disk that isn't mounted.
     *
     * @throws IOException where it can't be written there
     */
    public static DayFileWriter begin(Path folder, DayHead head) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "there is no such folder");
        }
        Path ofStream = Files.createDirectories(folder.resolve(head.stream()));
        String name = head.day() + ".ndjson.gz";
        removeLeftovers(ofStream, name + PART);
        DayFileWriter writer =
                new DayFileWriter(ofStream.resolve(name), ofStream.resolve(name + PART + UUID.randomUUID()), head);
        try {
            writer.line(head.line().getBytes(StandardCharsets.UTF_8));
            return writer;
        } catch (IOException e) {
            writer.close();
            throw e;
        }
    }

    private static void removeLeftovers(Path folder, String prefix) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(
                folder, entry -> String.valueOf(entry.getFileName()).startsWith(prefix))) {
            for (Path leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        }
    }

    /** The next row: JSON in UTF-8, without a line break in it. */
    public void row(byte[] json) throws IOException {
        rows++;
        digest.update(json);
        digest.update((byte) '\n');
        line(json);
    }

    private void line(byte[] json) throws IOException {
        out.write(json);
        out.write('\n');
    }

    /**
     * Ends the file, proves that it can be read, and gives it its name.
     *
     * @return the file
     * @throws DayFileException where the rows weren't as many as the head promised, or something else is read than was written
     */
    public Path finish() throws IOException {
        if (rows != head.rows()) {
            throw new DayFileException(
                    "the day had " + head.rows() + " rows when its export began, and " + rows + " were read");
        }
        DayFoot foot = DayFoot.of(rows, digest);
        line(foot.line().getBytes(StandardCharsets.UTF_8));
        out.flush();
        gzip.finish();
        gzip.flush();
        channel.force(true);
        gzip.close();
        try (DayFileReader reader = new DayFileReader(part)) {
            if (!reader.readToEnd().equals(foot)) {
                throw new DayFileException(part + ": something else is read than was written");
            }
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
            directory.force(true);
        }
        return file;
    }

    /** Where it wasn't finished, nothing is left. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(part);
    }
}
