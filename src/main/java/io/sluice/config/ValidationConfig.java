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
 * @param maxFaults     bad events that an answer names
 */
public record ValidationConfig(
        int instances, Duration appendTimeout, int maxEvents, ByteSize maxEvent, int maxDepth, int maxFaults) {
    public ValidationConfig {
        Check.within("instances", instances, 1, 64);
        Check.positive("appendTimeout", appendTimeout);
        Check.within("maxEvents", maxEvents, 1, 1_000_000);
        Check.within("maxEvent", maxEvent, new ByteSize(64), new ByteSize(64 << 20));
        Check.within("maxDepth", maxDepth, 1, 1_000);
        Check.within("maxFaults", maxFaults, 1, 10_000);
    }
}
