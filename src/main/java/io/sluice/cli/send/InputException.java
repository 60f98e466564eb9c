package io.sluice.cli.send;

import java.io.IOException;

/** The input can't be sent as it is; the message is made for the user, with file and line. */
final class InputException extends IOException {
    private static final long serialVersionUID = 1L;

    InputException(String message) {
        super(message);
    }
}
