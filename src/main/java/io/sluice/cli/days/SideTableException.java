package io.sluice.cli.days;

/** Why a table beside the live one can't be made; for people. */
public final class SideTableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SideTableException(String message) {
        super(message);
    }
}
