package io.sluice.cli.send;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked of {@code send}.
 *
 * @param batch    events in a request at most
 * @param parallel requests in flight
 * @param skipBad  put bad lines aside rather than end
 * @param resume   go on where an interrupted run ended
 * @param state    where to keep the state; null for a file beside each input
 */
record SendOptions(
        String stream,
        int batch,
        int parallel,
        boolean gzip,
        boolean skipBad,
        boolean resume,
        @Nullable Path state) {
    Path stateOf(Path input) {
        return state != null ? state : input.resolveSibling(input.getFileName() + ".sluice-resume");
    }
}
