package io.sluice.database;

import io.sluice.support.NodeParts;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A stage 4 that is hit at the worst moment, and such as has a bug besides: the real one, with another pipeline. */
public final class PlantedStore {
    /** What happens to it. */
    public enum Harm {
        NONE,
        /** Its connection ends right after a COMMIT whose answer it doesn't get. */
        CONNECTION_LOST,
        /** It stands still, a transaction in its hands, until {@link #resume}. */
        PAUSED
    }

    /** What it does wrong. */
    public enum Bug {
        NONE,
        MOVES_THE_OFFSET_APART,
        LOOKS_AT_NO_EPOCH,
        COMPARES_NO_FINGERPRINTS,
        DROPS_A_BATCH_WITH_BAD_DATA,
        COUNTS_TOO_EARLY
    }

    /** Like advance, but without its checks: a transaction of its own knows no tally. */
    private static final String MOVE = """
            UPDATE sluice.consumer_offset o SET next_offset = w.next_offset, leader_epoch = w.leader_epoch
            FROM unnest($1::text[], $2::int[], $3::bigint[], $4::int[]) AS w (topic, partition, next_offset, leader_epoch)
            WHERE o.topic = w.topic AND o.partition = w.partition""";

    /** The transaction that is hit: the first ones find everything new. */
    private static final int HIT = 3;

    private static final long LONGEST_PAUSE_SECONDS = 60;

    private final Harm harm;
    private final Bug bug;
    private final AtomicInteger transactions = new AtomicInteger();
    private final CountDownLatch paused = new CountDownLatch(1);
    private final CountDownLatch resumed = new CountDownLatch(1);
    private final CountDownLatch goneOn = new CountDownLatch(1);

    public PlantedStore(Harm harm, Bug bug) {
        this.harm = harm;
        this.bug = bug;
    }

    public Deployable verticle(NodeParts parts) {
        var config = parts.config().database();
        return new DatabaseVerticle(
                config,
                parts.streams(),
                parts.node(),
                parts.telemetry(),
                parts.health(),
                new PlantedPipeline(StoringStage.deadline(config)));
    }

    public boolean isPaused() {
        return paused.getCount() == 0;
    }

    /** It goes on as if nothing had been. */
    public void resume() {
        resumed.countDown();
    }

    /** Whether what it had in its hands has ended, one way or the other. */
    public boolean hasGoneOn() {
        return goneOn.getCount() == 0;
    }

    private final class PlantedPipeline extends Pipeline {
        PlantedPipeline(Duration deadline) {
            super(deadline);
        }

        @Override
        Future<List<RowSet<Row>>> commit(PgConnection connection, List<Step> steps) {
            boolean hit = transactions.incrementAndGet() == HIT;
            if (hit && harm == Harm.PAUSED) {
                pause();
                return planted(connection, steps, false).onComplete(ended -> goneOn.countDown());
            }
            return planted(connection, steps, hit && harm == Harm.CONNECTION_LOST);
        }

        private Future<List<RowSet<Row>>> planted(PgConnection connection, List<Step> steps, boolean lost) {
            int last = steps.size() - 1;
            return switch (bug) {
                case NONE -> then(connection, super.commit(connection, steps), lost, null);
                case MOVES_THE_OFFSET_APART ->
                    then(
                            connection,
                            super.commit(connection, steps.subList(0, last)),
                            lost,
                            () -> super.commit(connection, List.of(move(steps.get(last)))));
                case LOOKS_AT_NO_EPOCH -> super.commit(connection, steps.subList(1, steps.size()));
                case COMPARES_NO_FINGERPRINTS ->
                    super.commit(
                            connection,
                            steps.stream()
                                    .map(PlantedPipeline::withoutFingerprint)
                                    .toList());
                case DROPS_A_BATCH_WITH_BAD_DATA ->
                    super.commit(connection, steps)
                            .recover(failure -> SqlFailure.of(((PipelineException) failure).first()) == SqlFailure.DATA
                                    ? super.commit(connection, List.of(steps.get(0), move(steps.get(last))))
                                    : Future.failedFuture(failure));
                case COUNTS_TOO_EARLY -> {
                    List<Step> others = new ArrayList<>(steps);
                    Step counts = others.remove(1);
                    yield then(
                            connection,
                            super.commit(connection, List.of(counts)),
                            lost,
                            () -> super.commit(connection, others));
                }
            };
        }

        /** The rest of it, unless the connection is lost in between. */
        private Future<List<RowSet<Row>>> then(
                PgConnection connection,
                Future<List<RowSet<Row>>> first,
                boolean lost,
                Supplier<Future<List<RowSet<Row>>>> rest) {
            if (!lost) {
                return rest == null
                        ? first
                        : first.compose(answers -> rest.get().map(answers));
            }
            return first.compose(answers -> connection.close())
                    .compose(closed -> Future.failedFuture(new PipelineException(new IOException("lost"))));
        }

        /** Blocks its event loop, as SIGSTOP would: nothing of this stage goes on, and its lease runs out. */
        private void pause() {
            paused.countDown();
            try {
                if (!resumed.await(LONGEST_PAUSE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("nobody ended the pause");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static Step move(Step advance) {
            Tuple all = advance.arguments();
            return new Step(MOVE, Tuple.of(all.getValue(0), all.getValue(1), all.getValue(2), all.getValue(3)));
        }

        private static Step withoutFingerprint(Step step) {
            return new Step(
                    step.sql().replace("sluice.fingerprint(e.line)", "'00000000-0000-0000-0000-000000000000'::uuid"),
                    step.arguments());
        }
    }
}
