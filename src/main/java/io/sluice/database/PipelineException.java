package io.sluice.database;

/** The first statement of a pipeline that failed: it alone tells why, the later ones only say that they were skipped. */
final class PipelineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Throwable first;

    PipelineException(Throwable first) {
        super(first.getMessage(), first, false, false);
        this.first = first;
    }

    Throwable first() {
        return first;
    }
}
