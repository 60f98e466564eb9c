package io.sluice.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The port for health, metrics and administration.
 *
 * @param host        address to bind to; loopback, unless credentials are set
 * @param port        0 for any free one
 * @param hosts       names by which the port is reached beside {@code host} and this machine's loopback: what else stands in a
 *                    request's Host header is refused
 * @param credentials who may ask for more than the probes; null: everybody on this machine
 */
public record ManagementConfig(
        String host, int port, List<String> hosts, @Nullable Credentials credentials) {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|::1|127(\\.\\d{1,3}){3}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:]+]");
    private static final List<String> ANY_ADDRESS = List.of("0.0.0.0", "::");

    public ManagementConfig {
        Check.filled("host", host);
        Check.port("port", port);
        hosts.forEach(name -> Check.holds(
                NAME.matcher(name).matches(),
                "hosts: " + name + " is expected as a name or an address, without scheme and port"));
        boolean loopback = LOOPBACK.matcher(host).matches();
        Check.holds(
                loopback || credentials != null,
                "host must be a loopback address (127.0.0.1, ::1, localhost) while credentials are not set: anybody who"
                        + " reaches the port could administer this node");
        Check.holds(
                !ANY_ADDRESS.contains(host) || !hosts.isEmpty(),
                "hosts: at least one name is needed with host " + host
                        + ", or every request from elsewhere is refused");
    }

    /**
     * Who may administer this node; one of the two at least.
     *
     * @param htpasswd the lines of an htpasswd file, as {@code file:/path}; bcrypt only ({@code htpasswd -B})
     * @param token    a bearer token for programs, at least 20 characters
     */
    public record Credentials(
            @Nullable Secret htpasswd, @Nullable Secret token) {
        private static final int LEAST_TOKEN = 20;

        public Credentials {
            Check.holds(htpasswd != null || token != null, "htpasswd or token is needed");
            if (htpasswd != null) {
                Check.holds(!Htpasswd.parse(htpasswd).isEmpty(), "htpasswd: there is no user in it");
            }
            Check.holds(
                    token == null || token.reveal().length() >= LEAST_TOKEN,
                    "token must have at least " + LEAST_TOKEN + " characters");
        }

        /** Users and the bcrypt forms of their passwords. */
        public Map<String, String> users() {
            return htpasswd == null ? Map.of() : Htpasswd.parse(htpasswd);
        }
    }
}
