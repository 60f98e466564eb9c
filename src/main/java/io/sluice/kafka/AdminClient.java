package io.sluice.kafka;

import io.vertx.core.Context;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client for Kafka's administration that is in use, and another one in its place when it isn't heard any more: after a
 * connection that fell silent while it was made, a client was seen to time out with every question for minutes, while others
 * in the same process did well. Thread-safe.
 */
final class AdminClient {
    private static final Logger LOG = LoggerFactory.getLogger(AdminClient.class);

    private final Supplier<Admin> maker;
    private final Context context;
    private Admin current;
    private boolean renewing;
    private boolean closed;

    /** {@code maker} may block, and may throw KafkaException. */
    AdminClient(Admin first, Supplier<Admin> maker, Context context) {
        this.current = first;
        this.maker = maker;
        this.context = context;
    }

    synchronized Admin get() {
        return current;
    }

    /** Blocks nobody. What the old one was asked fails. */
    void renew() {
        synchronized (this) {
            if (renewing || closed) {
                return;
            }
            renewing = true;
        }
        context.executeBlocking(() -> {
                    replace(maker.get()).close(Duration.ZERO);
                    return null;
                })
                .onFailure(failure -> LOG.atDebug()
                        .addKeyValue("reason", String.valueOf(failure.getMessage()))
                        .log("another client for Kafka's administration can't be made now"))
                .onComplete(done -> renewed());
    }

    /** The one that isn't needed any more: the old one, or the new one when all was closed meanwhile. */
    private synchronized Admin replace(Admin made) {
        if (closed) {
            return made;
        }
        Admin old = current;
        current = made;
        return old;
    }

    private synchronized void renewed() {
        renewing = false;
    }

    /** Blocks, for a bounded time. */
    void close() {
        Admin last;
        synchronized (this) {
            closed = true;
            last = current;
        }
        last.close(Duration.ofMillis(Clients.CLOSE_MILLIS));
    }
}
