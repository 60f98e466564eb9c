package io.sluice.cluster;

import io.sluice.config.Role;
import io.sluice.telemetry.Health;
import org.jspecify.annotations.Nullable;

/** Says in the node's health which roles fail here. */
final class RoleHealth {
    private final Health health;
    private final int limit;

    /** @param limit failures in a row from which on the node isn't ready, unless others run the role */
    RoleHealth(Health health, int limit) {
        this.health = health;
        this.limit = limit;
    }

    /** How a role is now. */
    void tell(Role role, RoleRun run, boolean isLeftToOthers) {
        String part = "role " + role.text();
        if (run.failures() == 0 || run.state() == RoleRun.State.RUNNING) {
            health.remove(part);
        } else if (isLeftToOthers) {
            health.set(part, Health.Status.DEGRADED, "left to other nodes after " + failures(run));
        } else if (run.state() == RoleRun.State.PAUSING) {
            Health.Status status = run.failures() < limit ? Health.Status.DEGRADED : Health.Status.DOWN;
            health.set(part, status, "is started again after " + failures(run));
        }
    }

    private static String failures(RoleRun run) {
        @Nullable Throwable last = run.lastFailure();
        return run.failures() + " failures in a row, the last one: " + (last == null ? "unknown" : last.getMessage());
    }
}
