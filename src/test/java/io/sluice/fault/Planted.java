package io.sluice.fault;

import io.sluice.database.PlantedStore;
import io.sluice.kafka.PlantedBridge;
import io.sluice.support.Violation;

/** Bugs, each with the harm that brings it out and the demand that catches it. docs/reliability.md has them as a table. */
enum Planted {
    ANSWERS_BEFORE_THE_ACK(PlantedBridge.Harm.LOST, PlantedBridge.Bug.ANSWERS_BEFORE_THE_ACK, Violation.MISSING),
    SWALLOWS_PRODUCER_ERRORS(PlantedBridge.Harm.LOST, PlantedBridge.Bug.SWALLOWS_ERRORS, Violation.MISSING),
    SENDS_AGAIN_AFTER_AN_UNKNOWN_OUTCOME(
            PlantedBridge.Harm.ANSWER_LOST, PlantedBridge.Bug.SENDS_AGAIN, Violation.DOUBLED),
    SKIPS_WHAT_IT_CANNOT_READ(
            PlantedBridge.Harm.DAMAGED, PlantedBridge.Bug.SKIPS_WHAT_IT_CANNOT_READ, Violation.MISSING),
    STORES_THE_OFFSET_OUTSIDE_OF_THE_TRANSACTION(
            PlantedStore.Harm.CONNECTION_LOST, PlantedStore.Bug.MOVES_THE_OFFSET_APART, Violation.DOUBLED),
    LOOKS_AT_NO_EPOCH(PlantedStore.Harm.PAUSED, PlantedStore.Bug.LOOKS_AT_NO_EPOCH, Violation.DOUBLED),
    LEDGER_WITHOUT_FINGERPRINTS(PlantedStore.Harm.NONE, PlantedStore.Bug.COMPARES_NO_FINGERPRINTS, Violation.MISSING),
    DROPS_A_BATCH_WITH_BAD_DATA(
            PlantedStore.Harm.NONE, PlantedStore.Bug.DROPS_A_BATCH_WITH_BAD_DATA, Violation.MISSING, true),
    COUNTS_AT_THE_WRONG_STAGE(PlantedStore.Harm.CONNECTION_LOST, PlantedStore.Bug.COUNTS_TOO_EARLY, Violation.BALANCE);

    private final PlantedBridge.Harm toTheBridge;
    private final PlantedBridge.Bug ofTheBridge;
    private final PlantedStore.Harm toTheStore;
    private final PlantedStore.Bug ofTheStore;
    private final String caughtBy;
    private final boolean refusing;

    Planted(PlantedBridge.Harm harm, PlantedBridge.Bug bug, String caughtBy) {
        this(harm, bug, PlantedStore.Harm.NONE, PlantedStore.Bug.NONE, caughtBy, false);
    }

    Planted(PlantedStore.Harm harm, PlantedStore.Bug bug, String caughtBy) {
        this(harm, bug, caughtBy, false);
    }

    Planted(PlantedStore.Harm harm, PlantedStore.Bug bug, String caughtBy, boolean refusing) {
        this(PlantedBridge.Harm.NONE, PlantedBridge.Bug.NONE, harm, bug, caughtBy, refusing);
    }

    Planted(
            PlantedBridge.Harm toTheBridge,
            PlantedBridge.Bug ofTheBridge,
            PlantedStore.Harm toTheStore,
            PlantedStore.Bug ofTheStore,
            String caughtBy,
            boolean refusing) {
        this.toTheBridge = toTheBridge;
        this.ofTheBridge = ofTheBridge;
        this.toTheStore = toTheStore;
        this.ofTheStore = ofTheStore;
        this.caughtBy = caughtBy;
        this.refusing = refusing;
    }

    PlantedBridge.Harm toTheBridge() {
        return toTheBridge;
    }

    PlantedBridge.Bug ofTheBridge() {
        return ofTheBridge;
    }

    PlantedStore.Harm toTheStore() {
        return toTheStore;
    }

    PlantedStore.Bug ofTheStore() {
        return ofTheStore;
    }

    /** The demand that doesn't hold. */
    String caughtBy() {
        return caughtBy;
    }

    /** Whether PostgreSQL refuses some of the events. */
    boolean refusing() {
        return refusing;
    }

    /** The harm alone already puts events into the trouble queue. */
    boolean makesTrouble() {
        return refusing || toTheBridge == PlantedBridge.Harm.DAMAGED;
    }
}
