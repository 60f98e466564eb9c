package io.sluice.cluster;

import java.util.function.Consumer;

/** What the cluster manager knows about its members. */
public interface Membership {
    /** A node by itself. */
    Membership ALONE = new Membership() {
        @Override
        public String id() {
            return "alone";
        }

        @Override
        public void listen(Consumer<String> came, Consumer<String> left) {}

        @Override
        public boolean isSafe() {
            return true;
        }
    };

    /** This member's. */
    String id();

    /** Who comes and who leaves, by id, from any thread and without blocking it; one listener. */
    void listen(Consumer<String> came, Consumer<String> left);

    /** Whether the loss of a member would lose nothing that members share; it may block for a second. */
    boolean isSafe();
}
