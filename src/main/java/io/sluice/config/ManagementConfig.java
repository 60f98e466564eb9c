package io.sluice.config;

/**
 * The port for health and metrics.
 *
 * @param host address to bind to; loopback, until credentials can be configured
 * @param port 0 for any free one
 */
public record ManagementConfig(String host, int port) {
    public ManagementConfig {
        Check.filled("host", host);
        Check.port("port", port);
    }
}
