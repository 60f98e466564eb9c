package io.sluice.cli.send;

import java.util.Map;
import java.util.TreeMap;

/** Up to where an input is done without a gap, although its batches end in any order. Pure, one thread. */
final class AcceptedPrefix {
    private final Map<Long, Batch> early = new TreeMap<>();
    private long next;
    private long offset;
    private long line;

    AcceptedPrefix(long offset, long line) {
        this.offset = offset;
        this.line = line;
    }

    /** Takes a batch that is done; true when the prefix became longer. */
    boolean add(Batch batch) {
        early.put(batch.sequence(), batch);
        boolean longer = false;
        for (Batch done = early.remove(next); done != null; done = early.remove(next)) {
            offset = done.end();
            line = done.endLine();
            next++;
            longer = true;
        }
        return longer;
    }

    /** Everything before this byte is done. */
    long offset() {
        return offset;
    }

    /** Lines before {@link #offset}. */
    long line() {
        return line;
    }
}
