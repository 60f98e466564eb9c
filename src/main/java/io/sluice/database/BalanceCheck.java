package io.sluice.database;

import io.sluice.config.Stream;
import io.sluice.config.Streams;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then whether the balance sheet holds, by the counts alone: for the metric, so that somebody is called. What
 * doesn't hold is for {@link Balance} to say. Used on one event loop; {@link #uneven} may be asked from any thread.
 */
final class BalanceCheck {
    private static final Logger LOG = LoggerFactory.getLogger(BalanceCheck.class);
    private static final Duration LOOKS_BACK = Duration.ofDays(1);

    private final HeldConnection held;
    private final PartitionsLook partitions;
    private final Streams streams;
    private final Clock clock;
    private volatile long uneven;
    private boolean running;

    BalanceCheck(HeldConnection held, PartitionsLook partitions, Streams streams, Clock clock) {
        this.held = held;
        this.partitions = partitions;
        this.streams = streams;
        this.clock = clock;
    }

    /** Cells and partitions that didn't hold at the last look; a look that fails changes nothing. */
    long uneven() {
        return uneven;
    }

    /** Looks, unless the last look isn't done yet. Never fails. */
    Future<Void> next() {
        if (running) {
            return Future.succeededFuture();
        }
        running = true;
        return cells().compose(cells -> partitions.look(held).map(partitions -> cells + uneven(partitions)))
                .onSuccess(this::found)
                .onFailure(failure -> LOG.atDebug()
                        .addKeyValue("reason", String.valueOf(failure.getMessage()))
                        .log("the balance sheet can't be looked at now"))
                .onComplete(done -> running = false)
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private Future<Long> cells() {
        String[] names = streams.all().stream().map(Stream::name).toArray(String[]::new);
        return held.run(Sql.UNEVEN_CELLS, Tuple.of(names, clock.millis() - LOOKS_BACK.toMillis()))
                .map(rows -> rows.iterator().next().getLong("uneven"));
    }

    /** That Kafka is away, or a topic isn't there yet, is health's to say. */
    private static long uneven(List<PartitionBalance> partitions) {
        return partitions.stream()
                .filter(partition -> partition.topic() != null && !partition.isEven())
                .count();
    }

    private void found(long now) {
        if (now > 0 && uneven == 0) {
            LOG.atError().addKeyValue("uneven", now).log("the balance sheet doesn't hold: see /admin/balance");
        }
        uneven = now;
    }
}
