package io.sluice.support;

import java.util.Arrays;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * What the senders of a stream were told of each of its events, and so how often each may be there. An event is a
 * number; numbers are taken one after the other. Thread-safe.
 */
public final class Oracle {
    /** What makes two attempts one event. */
    public enum Identity {
        /** Nothing: each attempt that wasn't answered may be there. */
        NONE,
        /** An id, or its request's key: it is there at most once. */
        OWN,
        /** An id that another event has too: one becomes a row, each attempt with the other an entry of the trouble queue. */
        SHARED
    }

    /** What an attempt came to. */
    public enum Fate {
        ACCEPTED,
        REFUSED,
        UNKNOWN
    }

    /**
     * How often an event must be there, and may be.
     *
     * @param least    rows and entries of the trouble queue together
     * @param rows     at most
     * @param attempts rows and entries together, at most
     */
    public record Bounds(int least, int rows, int attempts) {}

    private final String stream;
    private Identity[] identities = new Identity[1 << 12];
    private byte[] accepted = new byte[1 << 12];
    private byte[] unknown = new byte[1 << 12];
    private int taken;
    private long acknowledged;

    public Oracle(String stream) {
        this.stream = stream;
    }

    public String stream() {
        return stream;
    }

    /** So many new numbers, in a row; returns the first. */
    public long take(int count, Identity identity) {
        return take(count, number -> identity);
    }

    /** The same, where the number says what it is. */
    public synchronized long take(int count, LongFunction<Identity> identity) {
        int first = taken;
        taken += count;
        while (taken > identities.length) {
            identities = Arrays.copyOf(identities, 2 * identities.length);
            accepted = Arrays.copyOf(accepted, 2 * accepted.length);
            unknown = Arrays.copyOf(unknown, 2 * unknown.length);
        }
        for (int number = first; number < taken; number++) {
            identities[number] = identity.apply(number);
        }
        return first;
    }

    /** An attempt with these events is over. */
    public synchronized void note(long first, int count, Fate fate) {
        byte[] tally = fate == Fate.ACCEPTED ? accepted : unknown;
        if (fate == Fate.REFUSED) {
            return;
        }
        LongStream.range(first, first + count).forEach(number -> {
            if (fate == Fate.ACCEPTED && tally[(int) number] == 0) {
                acknowledged++;
            }
            tally[(int) number]++;
        });
    }

    /** An event of somebody who can't be told: it is there, once. */
    public synchronized void owe(long number) {
        note(number, 1, Fate.ACCEPTED);
    }

    /** How many numbers are taken. */
    public synchronized int taken() {
        return taken;
    }

    /** How many events have at least one answer that says so. */
    public synchronized long acknowledged() {
        return acknowledged;
    }

    /** Nothing may be there of a number that was never sent, or always refused. */
    public synchronized Bounds bounds(long number) {
        if (number < 0 || number >= taken) {
            return new Bounds(0, 0, 0);
        }
        int sure = accepted[(int) number];
        int attempts = sure + unknown[(int) number];
        return identities[(int) number] == Identity.NONE
                ? new Bounds(sure, attempts, attempts)
                : new Bounds(Math.min(1, sure), Math.min(1, attempts), attempts);
    }

    /** Whether it may stand in the trouble queue. */
    public synchronized boolean mayBeInTrouble(long number) {
        return number >= 0 && number < taken && identities[(int) number] == Identity.SHARED;
    }
}
