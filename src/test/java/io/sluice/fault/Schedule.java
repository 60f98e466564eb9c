package io.sluice.fault;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Rounds without end, the same for the same seed. Faults come from decks that are shuffled: the first has each kind once, so
 * that the shortest run has them all; the later ones have each as often as its share.
 */
final class Schedule implements Iterator<Round> {
    private static final int MOST_AT_ONCE = 3;
    /** One of so many rounds isn't waited for. */
    private static final int HASTY = 4;

    private final Random random;
    private final Set<Kind> kinds = EnumSet.allOf(Kind.class);
    private final List<Kind> deck = new ArrayList<>();
    private int rounds;
    private int decks;

    /** {@code disks}: whether disks can be filled here. */
    Schedule(long seed, boolean disks) {
        this.random = new Random(seed);
        if (!disks) {
            kinds.removeIf(Kind::needsADisk);
        }
    }

    /** Whether every kind has come at least once. */
    boolean hasShownAll() {
        return decks > 1 || (decks == 1 && deck.isEmpty());
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public Round next() {
        List<Fault> faults = new ArrayList<>();
        int wanted = 1 + random.nextInt(MOST_AT_ONCE);
        while (faults.size() < wanted && (faults.isEmpty() || !deck.isEmpty())) {
            Fault fault = draw();
            if (faults.stream().noneMatch(fault::meets)) {
                faults.add(fault);
            } else {
                deck.add(0, fault.kind());
                break;
            }
        }
        return new Round(++rounds, faults, random.nextInt(HASTY) == 0);
    }

    private Fault draw() {
        if (deck.isEmpty()) {
            shuffle();
        }
        Kind kind = deck.remove(deck.size() - 1);
        int millis = kind.leastMillis() + random.nextInt(kind.mostMillis() - kind.leastMillis());
        return new Fault(kind, random.nextInt(kind.target().number()), millis);
    }

    private void shuffle() {
        boolean first = decks++ == 0;
        kinds.forEach(kind -> deck.addAll(Collections.nCopies(first ? 1 : kind.share(), kind)));
        Collections.shuffle(deck, random);
    }
}
