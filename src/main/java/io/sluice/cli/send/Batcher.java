package io.sluice.cli.send;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Packs lines into batches, in order. The same input gives the same batches, unless it is eager. One thread. */
final class Batcher {
    /** Well below the 4 MiB that a node takes; larger requests are no faster. */
    static final int MAX_BATCH_BYTES = 1 << 20;

    private final LineReader reader;
    private final int maxEvents;
    private final boolean eager;
    private @Nullable Line ahead;
    private long start;
    private long sequence;

    /**
     * @param start     offset at which the reader stands
     * @param maxEvents lines in a batch at most
     * @param eager     don't wait for more lines than are there: for a pipe whose other end writes slowly
     */
    Batcher(LineReader reader, long start, int maxEvents, boolean eager) {
        this.reader = reader;
        this.start = start;
        this.maxEvents = maxEvents;
        this.eager = eager;
    }

    /** The next batch, or null at the end; may block. */
    @Nullable
    Batch next() throws IOException {
        List<Line> lines = new ArrayList<>();
        int bytes = 0;
        for (Line line = take(); line != null; line = take()) {
            int size = line.bytes().length + 1;
            if (!lines.isEmpty() && bytes + size > MAX_BATCH_BYTES) {
                ahead = line;
                break;
            }
            lines.add(line);
            bytes += size;
            if (lines.size() == maxEvents || (eager && !reader.isReady())) {
                break;
            }
        }
        return lines.isEmpty() ? null : batch(lines);
    }

    private @Nullable Line take() throws IOException {
        Line line = ahead;
        ahead = null;
        return line != null ? line : reader.next();
    }

    private Batch batch(List<Line> lines) {
        Line last = lines.get(lines.size() - 1);
        Batch batch = new Batch(sequence++, start, last.end(), last.number(), lines);
        start = last.end();
        return batch;
    }
}
