package io.sluice.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What PostgreSQL says is paused, looked at with every renewal of the lease, so that all nodes obey within a second. A
 * pause of this node's own making holds at once, and is written until PostgreSQL has it. Used on one event loop.
 */
final class Pauses {
    /** Who paused what nobody asked for. */
    static final String SLUICE = "sluice";

    private static final Logger LOG = LoggerFactory.getLogger(Pauses.class);

    private final HeldConnection control;
    private final Clock clock;
    private final Runnable changed;
    private final List<Pause> unwritten = new ArrayList<>();
    private List<Pause> current = List.of();
    private boolean looking;
    private boolean known;

    /** {@code changed} is called when something else is paused than before. */
    Pauses(HeldConnection control, Clock clock, Runnable changed) {
        this.control = control;
        this.clock = clock;
        this.changed = changed;
    }

    /** Whether PostgreSQL was asked at all: before that nothing may be stored. */
    boolean isKnown() {
        return known;
    }

    List<Pause> current() {
        return current;
    }

    boolean isPaused(PartitionReader reader) {
        return current.stream()
                .anyMatch(pause -> pause.holds(
                        reader.claim().stream().name(), reader.claim().key().partition()));
    }

    /** Looks again, unless it is looking. Fails when PostgreSQL can't be asked: what was known holds on. */
    Future<Void> look() {
        if (looking) {
            return Future.succeededFuture();
        }
        looking = true;
        Future<Void> written = Future.succeededFuture();
        for (Pause pause : List.copyOf(unwritten)) {
            written = written.compose(before -> write(pause));
        }
        return written.compose(done -> control.run(Sql.PAUSES, Tuple.tuple()))
                .onSuccess(this::seen)
                .<Void>mapEmpty()
                .onComplete(done -> looking = false);
    }

    /** The partition stops by itself, as an incident. */
    void stop(PartitionReader reader, String why) {
        Pause pause = new Pause(
                reader.claim().stream().name(), reader.claim().key().partition(), clock.instant(), SLUICE, why, true);
        LOG.atError()
                .addKeyValue("topic", reader.claim().key().topic())
                .addKeyValue("partition", pause.partition())
                .addKeyValue("reason", why)
                .log("incident: nothing is stored from this partition until an operator resumes it");
        unwritten.add(pause);
        set(joined(current));
        // A look that is under way ends first; the next one writes it, if this one can't.
        write(pause);
    }

    private Future<Void> write(Pause pause) {
        return control.run(
                        Sql.PAUSE,
                        Tuple.of(pause.stream(), pause.partition(), pause.who(), pause.note(), pause.incident()))
                .onSuccess(done -> unwritten.remove(pause))
                .mapEmpty();
    }

    private void seen(RowSet<Row> rows) {
        known = true;
        List<Pause> pauses = new ArrayList<>();
        rows.forEach(row -> pauses.add(Pause.of(row)));
        set(joined(pauses));
    }

    private List<Pause> joined(List<Pause> written) {
        List<Pause> all = new ArrayList<>(written);
        unwritten.stream()
                .filter(pause -> written.stream().noneMatch(pause::isSame))
                .forEach(all::add);
        return List.copyOf(all);
    }

    private void set(List<Pause> pauses) {
        if (!pauses.equals(current)) {
            current = pauses;
            changed.run();
        }
    }
}
