package io.sluice.database;

import io.sluice.database.Mended.Outcome;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnection;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * {@code trouble.edit}: gives one entry another payload, or applies one JSON Patch to many, and says of each what a requeue
 * would do then. What was before stays in the history.
 */
final class EditTrouble implements Operation {
    private static final Set<String> TAKES =
            TroubleFilter.argumentsAnd("note", "dryRun", "skipSchema", "payload", "patch");

    private final TroubleQueue queue;
    private final TroubleChange change;
    private final Requeue requeue;

    EditTrouble(TroubleQueue queue, TroubleChange change, Requeue requeue) {
        this.queue = queue;
        this.change = change;
        this.requeue = requeue;
    }

    @Override
    public String name() {
        return "trouble.edit";
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
        TroubleFilter filter = TroubleFilter.ofChange(arguments);
        UnaryOperator<Buffer> edit = edit(arguments, filter);
        String note = arguments.textOrEmpty("note");
        boolean dryRun = arguments.flag("dryRun");
        Requeue.Wish tryOut = new Requeue.Wish(who, note, true, arguments.flag("skipSchema"));
        return change.each(filter, (connection, entry) -> {
            if (!entry.isOpen()) {
                return Future.succeededFuture(Mended.notOpen(entry));
            }
            try {
                Buffer edited = edit.apply(entry.payload());
                return tried(connection, entry, edited, tryOut)
                        .compose(then -> dryRun
                                ? Future.succeededFuture(new Mended(entry.id(), Outcome.WOULD_BE_EDITED, then))
                                : save(entry, edited, tryOut, then));
            } catch (IllegalArgumentException e) {
                return Future.succeededFuture(Mended.refused(entry, String.valueOf(e.getMessage())));
            }
        });
    }

    private static UnaryOperator<Buffer> edit(Arguments arguments, TroubleFilter filter) {
        JsonArray patch = arguments.array("patch");
        if ((patch == null) == (arguments.text("payload") == null)) {
            throw Arguments.unusable("payload", "or patch is needed, one of the two");
        }
        if (patch != null) {
            return new PayloadPatch(patch);
        }
        if (filter.ids().size() != 1) {
            throw Arguments.unusable("payload", "is for one entry: give one id");
        }
        Buffer payload = Buffer.buffer(arguments.neededText("payload"));
        return before -> payload;
    }

    /** What a requeue would come to, as a sentence. */
    private Future<String> tried(PgConnection connection, TroubleEntry entry, Buffer edited, Requeue.Wish tryOut) {
        return requeue.store(connection, entry.withPayload(edited), entry.payload(), tryOut)
                .map(mended -> mended.outcome() == Outcome.WOULD_BE_STORED
                        ? "it would be stored"
                        : "it would be refused: " + mended.detail());
    }

    private Future<Mended> save(TroubleEntry entry, Buffer edited, Requeue.Wish wish, String then) {
        return queue.edit(entry, edited, wish.who(), wish.note())
                .map(done -> done
                        ? new Mended(entry.id(), Outcome.EDITED, then)
                        : new Mended(entry.id(), Outcome.NOT_OPEN, Requeue.NOT_OPEN_NOW));
    }
}
