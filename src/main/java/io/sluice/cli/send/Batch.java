package io.sluice.cli.send;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one request.
 *
 * @param sequence place among the batches of the input, from 0
 * @param start    offset in the input at which it begins
 * @param end      offset at which the next batch begins
 * @param endLine  number of its last line
 * @param lines    in order, at least one unless bad ones were taken out
 */
record Batch(long sequence, long start, long end, long endLine, List<Line> lines) {
    Batch {
        lines = List.copyOf(lines);
    }

    /** As NDJSON: the n-th line of the body is the n-th of {@link #lines}. */
    byte[] body() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Line line : lines) {
            body.writeBytes(line.bytes());
            body.write('\n');
        }
        return body.toByteArray();
    }

    /**
     * What names this request among all: equal when the same run sends the same lines again, also after an interruption;
     * another when the file is sent once more on purpose.
     */
    String idempotencyKey(String run) {
        CRC32C crc = new CRC32C();
        lines.forEach(line -> crc.update(line.bytes()));
        return run + "-" + start + "-" + Long.toHexString(crc.getValue());
    }

    /** The line on which a bad event stands: by the body's line, or else by the event's index; null when there is none. */
    @Nullable
    Line lineOf(int bodyLine, int index) {
        int place = bodyLine >= 1 ? bodyLine - 1 : index;
        return place >= 0 && place < lines.size() ? lines.get(place) : null;
    }

    Batch without(Set<Line> bad) {
        List<Line> good = new ArrayList<>(lines);
        good.removeIf(bad::contains);
        return new Batch(sequence, start, end, endLine, good);
    }

    @Override
    public String toString() {
        return "Batch[" + sequence + ", " + lines.size() + " lines]";
    }
}
