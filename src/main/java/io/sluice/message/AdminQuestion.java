package io.sluice.message;

import io.vertx.core.buffer.Buffer;

/**
 * What an operator asks of the stage that holds the database.
 *
 * @param operation its name, as docs/bus.md lists them
 * @param who       the user whose credentials were checked, or {@code local} where none are configured
 * @param mayChange whether it came in a way that only an operator's own program takes (a POST): without it nothing is changed
 * @param arguments a JSON object; never changed after it was handed over
 */
public record AdminQuestion(String operation, String who, boolean mayChange, Buffer arguments) implements Message {
    @Override
    public String toString() {
        return "AdminQuestion[" + operation + ", " + arguments.length() + " bytes]";
    }
}
