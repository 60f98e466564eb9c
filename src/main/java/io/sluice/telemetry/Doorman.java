package io.sluice.telemetry;

import io.sluice.config.ManagementConfig;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Lets only those in who know where they are: the Host header must name this machine, and an Origin, when there is one,
 * the same host. So a page from elsewhere can't use a person's browser to reach the management port (DNS rebinding,
 * cross-site requests).
 */
final class Doorman implements Handler<RoutingContext> {
    private static final int FORBIDDEN = 403;

    private final Set<String> hosts;

    /** Beside loopback: the address that the port is bound to, and the names that an operator gave it. */
    Doorman(ManagementConfig config) {
        this.hosts = new HashSet<>(List.of("localhost", "127.0.0.1", "[::1]", "::1"));
        hosts.add(config.host());
        config.hosts().forEach(name -> hosts.add(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public void handle(RoutingContext context) {
        HostAndPort host = context.request().authority();
        if (host == null || !hosts.contains(host.host().toLowerCase(Locale.ROOT))) {
            refuse(context, "the Host header doesn't name this machine; management.hosts lists what else it may name");
            return;
        }
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !origin.endsWith("://" + host)) {
            refuse(context, "the Origin is another site");
            return;
        }
        context.next();
    }

    private static void refuse(RoutingContext context, String why) {
        context.response().setStatusCode(FORBIDDEN).end(why + "\n");
    }
}
