package io.sluice.fault;

/** One thing that is done, to which of its targets, and for how long. */
record Fault(Kind kind, int which, int millis) {
    /** Two faults of one round don't happen to the same thing: the end of one would end the other. */
    boolean meets(Fault other) {
        return kind.target() == other.kind.target() && which == other.which;
    }

    @Override
    public String toString() {
        String name = kind.target().number() > 1 ? kind.text() + " " + which : kind.text();
        return name + " for " + millis + " ms";
    }
}
