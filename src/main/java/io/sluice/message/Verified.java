package io.sluice.message;

import io.sluice.failure.Problem;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request would pass the check.
 *
 * @param problem why it wouldn't, or null
 * @param events  how many events it holds; 0 with a problem
 * @param value   what the bridge would be given: the events' own bytes, a line each; empty with a problem
 */
public record Verified(@Nullable Problem problem, int events, Buffer value) implements Message {
    @Override
    public String toString() {
        return "Verified[" + (problem == null ? events + " events" : problem.toString()) + "]";
    }
}
