package io.sluice.validation;

import java.util.List;

/**
 * Something that is wrong with an event, before it is known which event of which request it is.
 *
 * @param pointer JSON pointer to the value at fault; empty for the whole event
 * @param reason  what is wrong and what would be right
 */
record Fault(String pointer, String reason) {
    private static final int LONGEST_POINTER = 200;
    private static final int ALSO_NAMED = 5;

    Fault {
        // Keys are the sender's: a pointer made of them is an excerpt like any other.
        pointer = pointer.length() > LONGEST_POINTER ? pointer.substring(0, LONGEST_POINTER) + "…" : pointer;
    }

    /** One fault that tells the first in full and the places of the others; the list isn't empty. */
    static Fault together(List<Fault> faults) {
        Fault first = faults.get(0);
        List<String> others = faults.stream()
                .map(Fault::pointer)
                .filter(pointer -> !pointer.equals(first.pointer))
                .distinct()
                .limit(ALSO_NAMED)
                .toList();
        return others.isEmpty()
                ? first
                : new Fault(first.pointer, first.reason + "; also at fault: " + String.join(", ", others));
    }
}
