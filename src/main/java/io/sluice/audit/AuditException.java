package io.sluice.audit;

/** Why an audit can't be done, or not be ended; for people. */
public final class AuditException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AuditException(String message) {
        super(message);
    }
}
