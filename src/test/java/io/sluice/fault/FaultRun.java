package io.sluice.fault;

import io.sluice.support.Demand;
import io.sluice.support.Load;
import io.sluice.support.Violation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Load, and faults by a schedule, one round after the other; then everything heals, drains, and is compared.
 *
 * <pre>
 *   round: faults begin together ─▶ each ends in its time ─▶ wait until everything goes again (not when hasty) ─▶ next
 *   end:   senders end ─▶ wait until everything goes again ─▶ demands
 * </pre>
 */
final class FaultRun implements AutoCloseable {
    private static final int SENDERS = 12;
    /** Of each sender between two requests: the machine also has to start a JVM every few seconds. */
    private static final Duration PAUSE = Duration.ofMillis(150);

    /** From the last sender's end on, for what a fresh event needs to be accepted by each node and stored. */
    private static final Duration FRESH = Duration.ofSeconds(15);

    private final long seed;
    private final Report report;
    private final Site site;
    private final Schedule schedule;
    private final LocalDate day = LocalDate.now(ZoneOffset.UTC);
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(4);

    FaultRun(long seed, Path folder) throws IOException, InterruptedException {
        this.seed = seed;
        this.report = new Report(folder);
        this.site = Site.start(folder);
        this.schedule = new Schedule(seed, site.hasDisks());
    }

    /** At least so long, and at least until each kind of fault has come; what doesn't hold at the end. */
    List<Violation> run(Duration atLeast) throws Exception {
        report.say("seed " + seed + ", at least " + atLeast.toSeconds() + " s"
                + (site.hasDisks() ? "" : "; DISKS ARE NOT FILLED: mounting a file system needs root"));
        try (Load load = Load.on(site.gateways(), Site.PLAIN, Site.WITH_IDS, SENDERS, PAUSE, seed)) {
            Recovery recovery = new Recovery(site, load);
            recovery.await();
            long begun = System.nanoTime();
            List<Violation> violations = new ArrayList<>(play(recovery, begun + atLeast.toNanos()));
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            load.stop();
            violations.addAll(demands(load, recovery));
            System.out.println(report.summary(facts(load, took), violations));
            return violations;
        }
    }

    /** Round after round; ends early when things don't go again. */
    private List<Violation> play(Recovery recovery, long until) throws Exception {
        try {
            while (!schedule.hasShownAll() || System.nanoTime() < until) {
                play(schedule.next(), recovery);
            }
            return List.of();
        } catch (ConditionTimeoutException e) {
            return List.of(new Violation("recovery", 1, List.of(String.valueOf(e.getMessage()))));
        }
    }

    private void play(Round round, Recovery recovery) throws Exception {
        report.begun(round);
        List<Future<Void>> ends = new ArrayList<>();
        for (Fault fault : round.faults()) {
            site.begin(fault);
            ends.add(clock.schedule(() -> end(fault), fault.millis(), TimeUnit.MILLISECONDS));
        }
        for (Future<Void> end : ends) {
            end.get();
        }
        if (!round.hasty()) {
            report.recovered(round, recovery.await());
        }
    }

    private Void end(Fault fault) throws IOException, InterruptedException {
        site.end(fault);
        return null;
    }

    /** Every proof that nothing is missing and nothing is twice. The product's own come last. */
    private List<Violation> demands(Load load, Recovery recovery) throws Exception {
        List<Violation> violations = new ArrayList<>();
        try {
            recovery.await();
            Duration fresh = recovery.await();
            if (fresh.compareTo(FRESH) > 0) {
                violations.add(new Violation("fresh", 1, List.of("a fresh event took " + fresh)));
            }
        } catch (ConditionTimeoutException e) {
            violations.add(new Violation("fresh", 1, List.of(String.valueOf(e.getMessage()))));
        }
        violations.addAll(Demand.violations(load, site.table(), site.kafka(), FRESH));
        violations.addAll(new OwnProof(site, day).violations());
        return violations;
    }

    private String facts(Load load, Duration took) {
        return "seed " + seed + ", " + took.toMinutes() + " min " + took.toSecondsPart() + " s, " + load.accepted()
                + " events acknowledged" + (site.hasDisks() ? "" : ", DISKS WERE NOT FILLED (not root)") + "\n";
    }

    @Override
    public void close() throws IOException, InterruptedException {
        clock.shutdownNow();
        site.close();
    }
}
