package io.sluice.config;

import java.util.regex.Pattern;

/**
 * The port for health and metrics.
 *
 * @param host address to bind to; loopback, until credentials can be configured
 * @param port 0 for any free one
 */
public record ManagementConfig(String host, int port) {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|::1|127(\\.\\d{1,3}){3}");

    public ManagementConfig {
        Check.filled("host", host);
        Check.port("port", port);
        Check.holds(
                LOOPBACK.matcher(host).matches(),
                "host must be a loopback address (127.0.0.1, ::1, localhost): the port has no credentials yet");
    }
}
