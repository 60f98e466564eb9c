package io.sluice.database;

import io.sluice.database.Mended.Outcome;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnection;
import java.util.List;
import java.util.Set;

/** {@code trouble.discard}: says of entries that they shall not become rows. They stay in the table, with their payload. */
final class DiscardTrouble implements Operation {
    private static final Set<String> TAKES = TroubleFilter.argumentsAnd("note", "dryRun");

    private final TroubleChange change;
    private final Pipeline pipeline;

    DiscardTrouble(TroubleChange change, Pipeline pipeline) {
        this.change = change;
        this.pipeline = pipeline;
    }

    @Override
    public String name() {
        return "trouble.discard";
    }

    @Override
    public boolean changes() {
        return true;
    }

    @Override
    public Set<String> takes() {
        return TAKES;
    }

    @Override
    public Future<JsonObject> run(Arguments arguments, String who) {
        String note = arguments.textOrEmpty("note");
        boolean dryRun = arguments.flag("dryRun");
        return change.each(TroubleFilter.ofChange(arguments), (connection, entry) -> {
            if (!entry.isOpen()) {
                return Future.succeededFuture(Mended.notOpen(entry));
            }
            return dryRun
                    ? Future.succeededFuture(new Mended(entry.id(), Outcome.WOULD_BE_DISCARDED, null))
                    : discard(connection, entry, who, note);
        });
    }

    private Future<Mended> discard(PgConnection connection, TroubleEntry entry, String who, String note) {
        Step settle = TroubleQueue.settle(entry, "discarded", entry.payload(), who, note);
        return pipeline.commit(connection, List.of(settle))
                .map(new Mended(entry.id(), Outcome.DISCARDED, null))
                .recover(failure -> Requeue.somebodyWasFaster(failure)
                        ? Future.succeededFuture(new Mended(entry.id(), Outcome.NOT_OPEN, Requeue.NOT_OPEN_NOW))
                        : Future.failedFuture(failure));
    }
}
