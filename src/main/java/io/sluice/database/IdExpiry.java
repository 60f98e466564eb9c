package io.sluice.database;

import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets ids that are older than the window, a few pages of the ledger at a time: at {@link #PAGES} pages of each of its
 * eight partitions a second, 20 million ids are gone through in half an hour. Every node does it; what another one deleted
 * is gone. Used on one event loop.
 */
final class IdExpiry {
    private static final Logger LOG = LoggerFactory.getLogger(IdExpiry.class);
    private static final int PAGES = 16;

    private final HeldConnection held;
    private final IdWindow window;
    private final Counter expired;
    private boolean running;
    private long page;

    IdExpiry(HeldConnection held, IdWindow window, Counter expired) {
        this.held = held;
        this.window = window;
        this.expired = expired;
    }

    /** The next pages, unless the last ones aren't done yet. What fails is tried again the next time. */
    void next() {
        if (running) {
            return;
        }
        running = true;
        held.run(Sql.PROGRESS, Tuple.tuple())
                .compose(partitions -> delete(window.cutoff(partitions)))
                .onFailure(failure -> LOG.atDebug()
                        .addKeyValue("reason", String.valueOf(failure.getMessage()))
                        .log("ids can't be expired now"))
                .onComplete(done -> running = false);
    }

    private Future<Void> delete(long cutoff) {
        if (cutoff == 0) {
            return Future.succeededFuture();
        }
        return held.run(Sql.EXPIRE_IDS, Tuple.of(pageStart(page), pageStart(page + PAGES), cutoff))
                .onSuccess(this::deleted)
                .mapEmpty();
    }

    private void deleted(RowSet<Row> answer) {
        Row row = answer.iterator().next();
        expired.increment(row.getLong("expired").doubleValue());
        page += PAGES;
        if (page >= row.getLong("pages")) {
            page = 0;
        }
    }

    private static String pageStart(long page) {
        return "(" + page + ",0)";
    }
}
