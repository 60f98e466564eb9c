package io.sluice.audit;

import io.sluice.config.DatabaseConfig;
import io.sluice.config.KafkaConfig;
import io.sluice.config.Stream;
import io.sluice.config.Streams;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Audits one complete day of a stream after the other, slowly, on the one node that holds the lock:
 *
 * <pre>
 *   look ─ lock ─▶ a day that is due and stored ─▶ slice ─▶ noted ─▶ slice … ─▶ the day is ended ─▶ the next one
 *         └ another node has it                      └── failed: the next look goes on there
 * </pre>
 *
 * On a thread of its own, with connections of its own: storing shares nothing with it.
 */
final class Auditor implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Auditor.class);
    private static final int REMEMBERED_DAYS = 400;
    /** One by one, and only where somebody debugs: the command tells them all. */
    private static final long MOST_TOLD = 10;

    private record Due(Stream stream, LocalDate day) {}

    private final KafkaConfig kafka;
    private final DatabaseConfig database;
    private final Streams streams;
    private final List<String> names;
    private final Pace pace;
    private final Clock clock;
    private final long lookMillis;
    private final Consumer<Ledger.State> shown;
    private final Consumer<String> stuck;

    /**
     * @param shown hears how all audits stand, after each step
     * @param stuck hears why nothing can be compared now; an empty text when something can
     */
    Auditor(
            KafkaConfig kafka,
            DatabaseConfig database,
            Streams streams,
            Pace pace,
            Clock clock,
            long lookMillis,
            Consumer<Ledger.State> shown,
            Consumer<String> stuck) {
        this.kafka = kafka;
        this.database = database;
        this.streams = streams;
        this.names = streams.all().stream().map(Stream::name).toList();
        this.pace = pace;
        this.clock = clock;
        this.lookMillis = lookMillis;
        this.shown = shown;
        this.stuck = stuck;
    }

    @Override
    public void run() {
        while (pace.rest(lookMillis)) {
            try {
                look();
            } catch (SQLException | RuntimeException e) {
                fails("audits can't be done: " + e.getMessage(), e);
            }
        }
    }

    private void look() throws SQLException {
        try (Ledger ledger = Ledger.open(database)) {
            shown.accept(ledger.state(names));
            if (ledger.lock()) {
                ledger.forget(today().minusDays(REMEMBERED_DAYS));
                auditAll(ledger);
            }
        }
    }

    /** Until nothing is due; what can't be compared now is left for the next look. */
    private void auditAll(Ledger ledger) throws SQLException {
        Set<Due> left = new HashSet<>();
        Set<String> failed = new HashSet<>();
        String why = "";
        for (Due due = next(ledger, left, failed); due != null && !pace.isStopped(); due = next(ledger, left, failed)) {
            left.add(due);
            try {
                audit(ledger, due);
            } catch (AuditException e) {
                why = due.stream().name() + " of " + due.day() + " can't be audited now: " + e.getMessage();
                failed.add(due.stream().name());
                fails(why, e);
            }
        }
        if (why.isEmpty()) {
            stuck.accept("");
        }
    }

    private void fails(String why, Exception cause) {
        if (!pace.isStopped()) {
            LOG.atDebug().setCause(cause).log("an audit failed");
            stuck.accept(why);
        }
    }

    private LocalDate today() {
        return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    }

    /** Yesterday of every stream first, then the day before. */
    private @Nullable Due next(Ledger ledger, Set<Due> left, Set<String> failed) throws SQLException {
        Due best = null;
        for (Stream stream : streams.all()) {
            if (failed.contains(stream.name())) {
                continue;
            }
            List<LocalDate> days = DueDays.of(clock.instant(), stream.file().replay());
            Set<LocalDate> ended = ledger.ended(stream.name(), days.get(days.size() - 1));
            for (LocalDate day : days) {
                Due due = new Due(stream, day);
                if (!ended.contains(day) && !left.contains(due) && (best == null || day.isAfter(best.day()))) {
                    best = due;
                }
            }
        }
        return best;
    }

    private void audit(Ledger ledger, Due due) throws SQLException {
        Audit audit = new Audit(kafka, database, due.stream(), pace);
        Instant dayEnd = Audit.startOf(due.day().plusDays(1));
        if (!audit.isStoredTo(dayEnd)) {
            return;
        }
        String stream = due.stream().name();
        Instant begin = ledger.begin(stream, due.day());
        while (begin.isBefore(dayEnd)) {
            long events = ledger.events(stream, Audit.startOf(due.day()), dayEnd);
            Instant end = Slices.end(begin, dayEnd, events);
            slice(ledger, audit, due, begin, end);
            begin = end;
        }
        LOG.atInfo().addKeyValue("stream", stream).addKeyValue("day", due.day()).log("a day was audited");
    }

    private void slice(Ledger ledger, Audit audit, Due due, Instant begin, Instant end) throws SQLException {
        Findings findings = new Findings(line -> LOG.atDebug().log(line), MOST_TOLD);
        audit.time(begin, end, findings);
        ledger.add(due.stream().name(), due.day(), begin, end, findings);
        if (!findings.isClean()) {
            LOG.atError()
                    .addKeyValue("stream", due.stream().name())
                    .addKeyValue("day", due.day())
                    .addKeyValue("differences", findings.differences())
                    .addKeyValue("first", findings.first())
                    .log("the audit found differences between Kafka and PostgreSQL; run sluice audit for all of them");
        }
        shown.accept(ledger.state(names));
    }
}
