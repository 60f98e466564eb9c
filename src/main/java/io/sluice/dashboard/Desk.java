package io.sluice.dashboard;

import io.sluice.config.DashboardConfig;
import io.sluice.config.Streams;
import io.sluice.telemetry.Annex;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import io.vertx.ext.web.Router;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this node's dashboard knows and whom it tells. Used on the management port's event loop. */
final class Desk {
    /** Where the picture of all nodes is published. */
    static final String STATISTICS = "sluice.dashboard.statistics";

    private static final long EVERY_MILLIS = 1_000;
    private static final long IDLE_CHECK_MILLIS = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    private final Vertx vertx;
    private final DashboardConfig config;
    private final Annex annex;
    private final Router router;
    private final Picture picture;
    private final Recent recent = new Recent();
    private final Fanout fanout;
    private final Sessions sessions;
    private final Tails tails;
    private volatile @Nullable NetServer tcp;
    private Map<String, String> states = Map.of();
    private int listening;
    private boolean isDue;
    private long publishedAt;
    private long checkedAt;

    Desk(Vertx vertx, DashboardConfig config, Streams streams, String node, Annex annex, Telemetry telemetry) {
        this.vertx = vertx;
        this.config = config;
        this.annex = annex;
        this.picture = new Picture(node);
        this.fanout = new Fanout(addresses(streams));
        this.tails = new Tails(vertx, config, streams, node, fanout);
        Questions questions = new Questions(annex.desk()::answer, Map.of("recent", recent::answer));
        this.sessions = new Sessions(config, fanout, questions, new BridgeMeters(telemetry), this::changed);
        this.router = Router.router(vertx);
        SockJsBridge.mount(router, vertx, sessions);
        PageFiles.mount(router, vertx);
    }

    /** All that there is to be heard. */
    static Set<String> addresses(Streams streams) {
        Set<String> addresses = new TreeSet<>(Tails.addresses(streams));
        addresses.add(STATISTICS);
        return addresses;
    }

    Future<Void> open() {
        annex.moveIn(router);
        DashboardConfig.Tcp wanted = config.tcp();
        return wanted == null
                ? Future.succeededFuture()
                : TcpBridge.open(vertx, wanted.port(), annex, sessions)
                        .onSuccess(listening -> {
                            tcp = listening;
                            LOG.atInfo()
                                    .addKeyValue("port", listening.actualPort())
                                    .log("TCP bridge open");
                        })
                        .onFailure(failure -> annex.moveOut(router))
                        .mapEmpty();
    }

    /** The port of the TCP bridge; 0 where there is none. */
    int tcpPort() {
        NetServer listening = tcp;
        return listening == null ? 0 : listening.actualPort();
    }

    Future<Void> close() {
        annex.moveOut(router);
        sessions.end();
        NetServer listening = tcp;
        return listening == null ? Future.succeededFuture() : listening.close();
    }

    /** A node has published its statistics. */
    void hear(JsonObject statistics) {
        try {
            long now = System.currentTimeMillis();
            recent.hear(picture.hear(statistics, now), now);
        } catch (RuntimeException unreadable) {
            LOG.atDebug().addKeyValue("reason", unreadable.getMessage()).log("statistics can't be read");
        }
    }

    /** Where nodes send events that somebody here wants to see. */
    String tailsAddress() {
        return tails.to();
    }

    /** A node has seen such events. */
    void seen(JsonObject events) {
        tails.hear(events);
    }

    /** Several times a second: the picture goes out each second, and at once when a node falls silent or comes. */
    void look() {
        tails.show();
        long now = System.currentTimeMillis();
        Map<String, String> before = states;
        states = picture.states(now);
        if (now - publishedAt >= EVERY_MILLIS || isDue || !states.equals(before)) {
            publish(now);
        }
        if (now - checkedAt >= IDLE_CHECK_MILLIS) {
            checkedAt = now;
            sessions.endIdle();
        }
    }

    private void publish(long now) {
        publishedAt = now;
        isDue = false;
        tails.ask();
        if (!fanout.listeners(STATISTICS).isEmpty()) {
            fanout.publish(STATISTICS, picture.json(now));
        }
    }

    /** Who has just come shall not look at an empty page for a second; nor make others hear more than they need. */
    private void changed() {
        tails.changed();
        int now = fanout.listeners(STATISTICS).size();
        isDue |= now > listening;
        listening = now;
    }
}
