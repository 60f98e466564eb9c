package io.sluice.database;

import io.sluice.config.Streams;
import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;

/** The streams that an operator may name. */
record StreamNames(Streams streams) {
    /** The same name; throws UNKNOWN_STREAM for one that this node has no file of. */
    String known(String stream) {
        if (streams.find(stream) == null) {
            throw new SluiceException(Failure.UNKNOWN_STREAM, "this node has no stream " + stream);
        }
        return stream;
    }
}
