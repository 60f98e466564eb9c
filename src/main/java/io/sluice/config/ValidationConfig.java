package io.sluice.config;

import java.time.Duration;

/**
 * Stage 2.
 *
 * @param instances     number of validation verticles, each on an event loop of its own
 * @param appendTimeout how long to wait for the bridge
 * @param maxEvents     events in one request
 * @param maxEvent      an event's bytes
 * @param maxDepth      arrays and objects inside each other
 * @param maxValues     members and elements of an event, at all depths together: its tree in memory is bounded by it
 * @param maxName       a member's name, in UTF-8
 * @param maxDigits     of a number, before and after the point together, written out; every double has fewer than 341
 * @param maxFaults     bad events that an answer names
 */
public record ValidationConfig(
        int instances,
        Duration appendTimeout,
        int maxEvents,
        ByteSize maxEvent,
        int maxDepth,
        int maxValues,
        ByteSize maxName,
        int maxDigits,
        int maxFaults) {
    /** Of the longest double, 5e-324. */
    private static final int MIN_DIGITS = 340;
    /** An event may hold as many such numbers as it has values, and PostgreSQL writes each out in full. */
    private static final int MAX_DIGITS = 2_000;

    public ValidationConfig {
        Check.within("instances", instances, 1, 64);
        Check.positive("appendTimeout", appendTimeout);
        Check.within("maxEvents", maxEvents, 1, 1_000_000);
        Check.within("maxEvent", maxEvent, new ByteSize(64), new ByteSize(64 << 20));
        Check.within("maxDepth", maxDepth, 1, 1_000);
        Check.within("maxValues", maxValues, 1, 1_000_000);
        Check.within("maxName", maxName, new ByteSize(64), new ByteSize(64 << 10));
        Check.within("maxDigits", maxDigits, MIN_DIGITS, MAX_DIGITS);
        Check.within("maxFaults", maxFaults, 1, 10_000);
    }
}
