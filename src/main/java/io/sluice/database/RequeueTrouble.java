package io.sluice.database;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code trouble.requeue}: makes rows of entries. Doing it twice stores once. */
final class RequeueTrouble implements Operation {
    private static final Set<String> TAKES = Stream.concat(
                    TroubleFilter.ARGUMENTS.stream(), Stream.of("note", "dryRun", "skipSchema"))
            .collect(Collectors.toUnmodifiableSet());

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
                who,
                Objects.requireNonNullElse(arguments.text("note"), ""),
                arguments.flag("dryRun"),
                arguments.flag("skipSchema"));
        return change.each(
                TroubleFilter.ofChange(arguments),
                (connection, entry) -> requeue.store(connection, entry, entry.payload(), wish));
    }
}
