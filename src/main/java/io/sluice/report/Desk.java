package io.sluice.report;

import io.sluice.config.Durations;
import io.sluice.config.Stream;
import io.sluice.config.Streams;
import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.AdminAnswer;
import io.sluice.message.AdminQuestion;
import io.sluice.message.Described;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers questions about reports: list, show, page, run and histogram; docs/bus.md describes them. On one event loop. */
final class Desk {
    private static final int MOST_AT_ONCE = 8;
    private static final int MOST_DAYS = 366;
    private static final int MOST_VALUES = 100;
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final int MOST_STEPS = 3_000;

    private final Reports reports;
    private final Streams streams;
    private final Sessions sessions;
    private final Making making;
    private final Shelf shelf;
    private final Clock clock;
    private final WorkerExecutor workers;
    private final Supplier<Future<Optional<Described>>> kafka;
    private int running;

    /** {@code kafka} is asked where the partitions end; empty when it can't be. */
    Desk(
            Reports reports,
            Streams streams,
            Sessions sessions,
            Making making,
            Shelf shelf,
            Clock clock,
            WorkerExecutor workers,
            Supplier<Future<Optional<Described>>> kafka) {
        this.reports = reports;
        this.streams = streams;
        this.sessions = sessions;
        this.making = making;
        this.shelf = shelf;
        this.clock = clock;
        this.workers = workers;
        this.kafka = kafka;
    }

    /** Fails only with {@link SluiceException}: UNAVAILABLE when PostgreSQL can't do it at present. */
    Future<AdminAnswer> answer(AdminQuestion question) {
        if (running >= MOST_AT_ONCE) {
            return Future.failedFuture(new SluiceException(
                    Failure.OVERLOADED, MOST_AT_ONCE + " questions about reports run already; try again later"));
        }
        running++;
        return Future.succeededFuture(question)
                .compose(this::run)
                .onComplete(done -> running--)
                .map(answer -> new AdminAnswer(answer.toBuffer()))
                .recover(failure -> Future.failedFuture(told(failure)));
    }

    private Future<JsonObject> run(AdminQuestion question) {
        return switch (question.operation()) {
            case "report.list" -> {
                Asked asked = Asked.of(question, Set.of("days"));
                int days = asked.number("days", 1, MOST_DAYS, 7);
                yield blocking(() -> shelf.list(days));
            }
            case "report.show" -> {
                Asked asked = Asked.of(question, Set.of("report", "day", "run"));
                ReportFile report = report(asked);
                LocalDate day = asked.day("day");
                int run = asked.number("run", 0, Integer.MAX_VALUE, 0);
                yield blocking(() -> found(shelf.show(report, day, run), report, day));
            }
            case "report.page" -> page(question);
            case "report.run" -> make(question);
            case "histogram" -> histogram(question);
            default ->
                throw new SluiceException(
                        Failure.UNKNOWN_OPERATION,
                        "there is no such operation; there are report.list, report.show, report.page, report.run, histogram");
        };
    }

    private Future<JsonObject> page(AdminQuestion question) {
        Asked asked = Asked.of(question, Set.of("report", "day", "run", "format", "first"));
        ReportFile report = report(asked);
        LocalDate day = asked.day("day");
        int run = asked.number("run", 0, Integer.MAX_VALUE, 0);
        int first = asked.number("first", 0, Integer.MAX_VALUE, 0);
        Form form = Asked.parsed("format", asked.text("format", "json"), Form::of, "json, csv or html");
        return blocking(() -> found(shelf.page(report, day, run, form, first), report, day));
    }

    private Future<JsonObject> make(AdminQuestion question) {
        if (!question.mayChange()) {
            throw new SluiceException(Failure.METHOD_NOT_ALLOWED, "report.run makes a report: it wants a POST");
        }
        Asked asked = Asked.of(question, Set.of("report", "day"));
        ReportFile report = report(asked);
        Day day = new Day(asked.day("day"), report.zone());
        Instant now = clock.instant();
        if (day.from().isAfter(now)) {
            throw Asked.unusable("day", "hasn't begun yet in " + report.zone());
        }
        return kafka.get()
                .compose(seen -> blocking(() -> {
                    int run = making.make(report, day, now, seen.orElse(null), question.who(), Runs.ANY);
                    return found(shelf.show(report, day.date(), run), report, day.date());
                }));
    }

    private Future<JsonObject> histogram(AdminQuestion question) {
        Asked asked = Asked.of(question, Set.of("stream", "by", "from", "until", "step", "limit"));
        Stream stream = streams.find(asked.text("stream", ""));
        if (stream == null) {
            throw Asked.unusable("stream", "names no stream of this node");
        }
        String by = asked.text("by", "");
        String statement = Histogram.statement(stream, by)
                .orElseThrow(() -> Asked.unusable(
                        "by",
                        "is in no rollup of " + stream.name()
                                + "; declare one in the stream's file, or ask by stream or client"));
        Duration step =
                Asked.parsed("step", asked.text("step", "15m"), Durations::parse, "a duration like 15m, 1h or 1d");
        Histogram.Question of = new Histogram.Question(
                stream, by, asked.time("from"), asked.time("until"), step, asked.number("limit", 1, MOST_VALUES, 10));
        if (step.isZero() || step.toSeconds() % QUARTER.toSeconds() != 0) {
            throw Asked.unusable("step", "is expected as whole quarters of an hour");
        }
        if (!of.from().isBefore(of.until())
                || Duration.between(of.from(), of.until()).dividedBy(step) > MOST_STEPS) {
            throw Asked.unusable("until", "is expected after from, and at most " + MOST_STEPS + " steps later");
        }
        return blocking(() -> {
            try (Connection reader = sessions.reader()) {
                return Histogram.of(reader, statement, of);
            }
        });
    }

    private ReportFile report(Asked asked) {
        ReportFile report = reports.find(asked.text("report", ""));
        if (report == null) {
            throw new SluiceException(Failure.NOT_FOUND, "there is no such report; report.list has them");
        }
        return report;
    }

    private static JsonObject found(@Nullable JsonObject run, ReportFile report, LocalDate day) {
        if (run == null) {
            throw new SluiceException(
                    Failure.NOT_FOUND, report.name() + " has no such run of " + day + "; report.run makes one");
        }
        return run;
    }

    private interface Work {
        JsonObject done() throws SQLException;
    }

    private Future<JsonObject> blocking(Work work) {
        return workers.executeBlocking(work::done, false);
    }

    private static SluiceException told(Throwable failure) {
        return failure instanceof SQLException
                ? new SluiceException(Failure.UNAVAILABLE, String.valueOf(failure.getMessage()), failure)
                : SluiceException.of(failure);
    }
}
