package io.sluice.validation;

import io.sluice.failure.Exceeded;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with an event, before it is known which event of which request it is.
 *
 * @param pointer JSON pointer to the value at fault; empty for the whole event
 * @param reason  what is wrong and what would be right
 * @param exceeded the limit that was met, or null
 */
record Fault(String pointer, String reason, @Nullable Exceeded exceeded) {
    private static final int LONGEST_POINTER = 200;
    private static final Pattern LONG_NAME = Pattern.compile("([^/]{49})[^/]{2,}");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}]");
    private static final int ALSO_NAMED = 5;

    Fault {
        pointer = excerpt(pointer);
    }

    Fault(String pointer, String reason) {
        this(pointer, reason, null);
    }

    /** Names are the sender's: a pointer made of them is an excerpt like any other. */
    private static String excerpt(String pointer) {
        String cut = pointer.length() > LONGEST_POINTER ? pointer.substring(0, LONGEST_POINTER) + "…" : pointer;
        return UNPRINTABLE.matcher(LONG_NAME.matcher(cut).replaceAll("$1…")).replaceAll("?");
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
                : new Fault(
                        first.pointer, first.reason + "; also at fault: " + String.join(", ", others), first.exceeded);
    }
}
