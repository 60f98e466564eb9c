package io.sluice.fault;

import io.sluice.support.TestProxy.Mode;

/** What can be done to nodes, servers, disks and the ways between them, how often, and for how long. */
enum Kind {
    KILL_NODE("kill -9 of a node", 9, Target.NODE, 100, 2_000),
    STOP_NODE("SIGTERM to a node", 2, Target.NODE, 100, 1_000),
    PAUSE_NODE("SIGSTOP of a node, longer than its lease", 4, Target.NODE, 2_500, 6_000),
    KILL_KAFKA("kill -9 of Kafka", 3, Target.KAFKA, 500, 4_000),
    STOP_POSTGRES("immediate shutdown of PostgreSQL", 3, Target.POSTGRES, 500, 4_000),
    FILL_KAFKA("Kafka's disk full", 1, Target.KAFKA, 2_000, 6_000),
    FILL_POSTGRES("PostgreSQL's disk full", 1, Target.POSTGRES, 2_000, 6_000),
    CUT_WAY("connections cut", 2, Target.WAY, 200, 4_000),
    SLOW_WAY("connections slow", 1, Target.WAY, 1_000, 4_000),
    MUTE_WAY("connections half open", 2, Target.WAY, 1_000, 5_000);

    /** What a fault of a kind happens to. */
    enum Target {
        NODE(Site.NODES),
        KAFKA(1),
        POSTGRES(1),
        WAY(Site.WAYS);

        private final int number;

        Target(int number) {
            this.number = number;
        }

        /** How many of these there are. */
        int number() {
            return number;
        }
    }

    private final String text;
    private final int share;
    private final Target target;
    private final int leastMillis;
    private final int mostMillis;

    Kind(String text, int share, Target target, int leastMillis, int mostMillis) {
        this.text = text;
        this.share = share;
        this.target = target;
        this.leastMillis = leastMillis;
        this.mostMillis = mostMillis;
    }

    String text() {
        return text;
    }

    /** How many faults of a deck are of this kind. */
    int share() {
        return share;
    }

    Target target() {
        return target;
    }

    int leastMillis() {
        return leastMillis;
    }

    int mostMillis() {
        return mostMillis;
    }

    boolean needsADisk() {
        return this == FILL_KAFKA || this == FILL_POSTGRES;
    }

    /** Of the ways that it happens to. */
    Mode mode() {
        return switch (this) {
            case CUT_WAY -> Mode.CUT;
            case SLOW_WAY -> Mode.SLOW;
            case MUTE_WAY -> Mode.MUTE;
            default -> Mode.OPEN;
        };
    }
}
