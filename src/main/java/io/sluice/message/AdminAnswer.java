package io.sluice.message;

import io.vertx.core.buffer.Buffer;

/** What an operation of administration answered: a JSON object; never changed after it was handed over. */
public record AdminAnswer(Buffer json) implements Message {
    @Override
    public String toString() {
        return "AdminAnswer[" + json.length() + " bytes]";
    }
}
