package io.sluice.fault;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Faults that begin together.
 *
 * @param hasty the next round begins when they end, without waiting until everything goes again
 */
record Round(int number, List<Fault> faults, boolean hasty) {
    Round {
        faults = List.copyOf(faults);
    }

    @Override
    public String toString() {
        return "round " + number + ": "
                + faults.stream().map(Fault::toString).collect(Collectors.joining(" + "))
                + (hasty ? ", and on at once" : "");
    }
}
