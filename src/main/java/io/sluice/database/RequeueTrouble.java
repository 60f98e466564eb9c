package io.sluice.database;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** {@code trouble.requeue}: makes rows of entries. Doing it twice stores once. */
final class RequeueTrouble implements Operation {
    private static final Set<String> TAKES = TroubleFilter.argumentsAnd("note", "dryRun", "skipSchema");

    private final TroubleChange change;
    private final Requeue requeue;

    RequeueTrouble(TroubleChange change, Requeue requeue) {
        this.change = change;
        this.requeue = requeue;
    }

    @Override
    public String name() {
        return "trouble.requeue";
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
        Requeue.Wish wish = new Requeue.Wish(
                who, arguments.textOrEmpty("note"), arguments.flag("dryRun"), arguments.flag("skipSchema"));
        return change.each(
                TroubleFilter.ofChange(arguments),
                (connection, entry) -> requeue.store(connection, entry, entry.payload(), wish));
    }
}
