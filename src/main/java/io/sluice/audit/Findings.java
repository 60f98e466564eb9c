package io.sluice.audit;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells what is wrong, as it is found: the first ones one by one, all of them by number. For one thread. */
public final class Findings {
    /** What can be wrong. */
    public enum Kind {
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

    private final Consumer<String> teller;
    private final long most;
    private final Map<Kind, Long> numbers = new EnumMap<>(Kind.class);
    private final Map<Fate, Long> fates = new EnumMap<>(Fate.class);
    private @Nullable String first;
    private long records;
    private long told;
    private long unchecked;

    /**
     * @param teller takes the lines, as they come
     * @param most   faults that are told one by one
     */
    public Findings(Consumer<String> teller, long most) {
        this.teller = teller;
        this.most = most;
    }

    void fault(Kind kind, String where) {
        numbers.merge(kind, 1L, Long::sum);
        String text = name(kind) + "  " + where;
        if (first == null) {
            first = text;
        }
        if (told++ < most) {
            teller.accept(text);
        }
    }

    void fault(Kind kind, int partition, long offset, int index, String what) {
        fault(kind, "partition " + partition + ", offset " + offset + ", index " + index + ": " + what);
    }

    /** A line about what was done. */
    public void note(String text) {
        teller.accept(text);
    }

    /** Something that couldn't be looked at: then nobody can say that the day is clean. */
    /** A line about what couldn't be looked at. */
    public void unchecked(String text) {
        unchecked++;
        note("not checked  " + text);
    }

    public boolean isClean() {
        return numbers.isEmpty();
    }

    public boolean isIncomplete() {
        return unchecked > 0;
    }

    /** How many things couldn't be looked at. */
    long unchecked() {
        return unchecked;
    }

    /** How many things are wrong. */
    long differences() {
        return numbers.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The first thing that is wrong, in words; null when nothing is. */
    @Nullable
    String first() {
        return first;
    }

    /** So many records were read, with so many events of each fate. */
    void read(long more, Map<Fate, Long> events) {
        records += more;
        events.forEach((fate, number) -> fates.merge(fate, number, Long::sum));
    }

    long records() {
        return records;
    }

    long events() {
        return fates.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The last line. */
    public String summary() {
        if (isClean()) {
            return isIncomplete() ? "nothing wrong in what could be checked" : "clean";
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
