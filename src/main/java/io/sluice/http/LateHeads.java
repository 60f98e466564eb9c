package io.sluice.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The connections on which a part of a request's head has arrived and the rest has not, oldest first. A head that comes
 * in one piece, as nearly all do, never gets here, so the time limit costs nothing while all is well. For one event loop.
 */
final class LateHeads {
    private final long timeoutNanos;
    private final Map<ConnectionGuard, Long> begun = new LinkedHashMap<>();

    LateHeads(Duration timeout) {
        this.timeoutNanos = timeout.toNanos();
    }

    /** A part of a head arrived; what comes after the first part changes nothing. */
    void begin(ConnectionGuard connection) {
        begun.putIfAbsent(connection, System.nanoTime());
    }

    /** The head is complete, or nobody waits for it any more. Returns whether it had begun. */
    boolean end(ConnectionGuard connection) {
        return !begun.isEmpty() && begun.remove(connection) != null;
    }

    /** Called now and then: ends the heads that take too long. */
    void endLate() {
        long now = System.nanoTime();
        List<ConnectionGuard> late = new ArrayList<>();
        Iterator<Map.Entry<ConnectionGuard, Long>> oldestFirst =
                begun.entrySet().iterator();
        while (oldestFirst.hasNext()) {
            Map.Entry<ConnectionGuard, Long> head = oldestFirst.next();
            if (now - head.getValue() < timeoutNanos) {
                break;
            }
            oldestFirst.remove();
            late.add(head.getKey());
        }
        late.forEach(ConnectionGuard::headIsLate);
    }
}
