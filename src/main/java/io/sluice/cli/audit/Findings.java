package io.sluice.cli.audit;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Tells what is wrong, as it is found: the first ones one by one, all of them by number. */
final class Findings {
    /** What can be wrong. */
    enum Kind {
        /** In Kafka, and nothing accounts for it. */
        MISSING,
        /** Stored more than once. */
        DOUBLED,
        /** Stored, and not in Kafka. */
        INVENTED,
        /** Stored with another payload, client or time. */
        DIFFERENT,
        /** The balance sheet says other numbers than were found. */
        MISCOUNTED,
        /** Kafka's log has a hole. */
        GAP
    }

    private final PrintWriter out;
    private final long most;
    private final Map<Kind, Long> numbers = new EnumMap<>(Kind.class);
    private long told;
    private boolean incomplete;

    Findings(PrintWriter out, long most) {
        this.out = out;
        this.most = most;
    }

    void fault(Kind kind, String where) {
        numbers.merge(kind, 1L, Long::sum);
        if (told++ < most) {
            out.println(name(kind) + "  " + where);
            out.flush();
        }
    }

    void fault(Kind kind, int partition, long offset, int index, String what) {
        fault(kind, "partition " + partition + ", offset " + offset + ", index " + index + ": " + what);
    }

    void note(String text) {
        out.println(text);
        out.flush();
    }

    /** Something that couldn't be looked at: then nobody can say that the day is clean. */
    void unchecked(String text) {
        incomplete = true;
        note("not checked  " + text);
    }

    boolean isClean() {
        return numbers.isEmpty();
    }

    boolean isIncomplete() {
        return incomplete;
    }

    /** The last line. */
    String summary() {
        if (isClean()) {
            return incomplete ? "nothing wrong in what could be checked" : "clean";
        }
        StringBuilder text = new StringBuilder("NOT CLEAN:");
        numbers.forEach((kind, number) ->
                text.append(' ').append(number).append(' ').append(name(kind)).append(','));
        text.setLength(text.length() - 1);
        return told > most ? text + "; the first " + most + " are listed" : text.toString();
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
