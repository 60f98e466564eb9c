package io.sluice.database;

/** The first statement of a pipeline that failed: it alone tells why, the later ones only say that they were skipped. */
final class PipelineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int step;
    private final transient Throwable first;

    PipelineException(int step, Throwable first) {
        super(first.getMessage(), first, false, false);
        this.step = step;
        this.first = first;
    }

    /** Its place among the steps between BEGIN and COMMIT, from 0; -1 for BEGIN itself. */
    int step() {
        return step;
    }

    Throwable first() {
        return first;
    }
}
