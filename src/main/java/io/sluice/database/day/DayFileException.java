package io.sluice.database.day;

import java.io.IOException;

/** Why a file can't be trusted: which one, where, what was expected and what stands there; for people. */
public final class DayFileException extends IOException {
    private static final long serialVersionUID = 1;

    DayFileException(String message) {
        super(message);
    }
}
