package io.sluice.config;

import java.time.Duration;

/**
 * How a node ends on SIGTERM.
 *
 * @param notReady how long readiness fails before the door closes, so that a load balancer notices
 * @param timeout  the most that a stage may take to stop, longer than http.deadline; what isn't done then is left to recovery
 */
public record ShutdownConfig(Duration notReady, Duration timeout) {
    public ShutdownConfig {
        Check.positive("timeout", timeout);
    }
}
