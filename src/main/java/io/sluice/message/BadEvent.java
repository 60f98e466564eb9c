package io.sluice.message;

import io.vertx.core.buffer.Buffer;

/**
 * A bad event of a lenient request: it travels with the good ones and goes to the trouble queue.
 *
 * @param index  its place in the request, from 0; the good ones keep theirs
 * @param reason what is wrong with it, in a sentence
 * @param event  its own bytes, as they were sent; they needn't be JSON, nor UTF-8
 */
public record BadEvent(int index, String reason, Buffer event) {
    @Override
    public String toString() {
        return "BadEvent[" + index + ", " + event.length() + " bytes]";
    }
}
