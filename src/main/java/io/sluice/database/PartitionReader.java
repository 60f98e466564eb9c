package io.sluice.database;

import io.sluice.failure.SluiceException;
import io.sluice.message.FetchRequest;
import io.sluice.message.Fetched;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads one owned partition ahead of storing: at most one batch lies ready while another one is being stored.
 *
 * <pre>
 *   ask ──▶ bridge ──▶ ready ──take──▶ in the storing transaction ──stored──▶ offset moves
 *    ▲        1 question     1 batch │
 *    └────────────── asked again ────┘
 * </pre>
 *
 * After a failed transaction {@link #reset} throws away what was read. Used on one event loop.
 */
final class PartitionReader {
    /** What the owner of the readers hears from them. */
    interface Listener {
        /** A batch lies ready. */
        void ready();

        /** The log isn't what it was: nothing is read from it until a look finds it well. */
        void incident(PartitionKey key, SluiceException why);

        /** The log gives records again. */
        void well(PartitionKey key);

        /** How many bytes to ask for. */
        int batchBytes();
    }

    /** An incident waits for an operator: looking more often helps nobody. */
    static final Duration INCIDENT_RECHECK = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final BridgeClient bridge;
    private final Claim claim;
    private final Listener listener;
    private final Backoff backoff;
    private final int waitMillis;

    private long stored;
    private long next;
    private int nextLeaderEpoch;
    private @Nullable Batch ready;
    private boolean asking;
    private boolean closed;
    private int reading;
    private int abandoned;
    private long goesOn = Fetched.NO_HOLE;
    private int storedLeaderEpoch;
    private volatile long backlog;
    private final Progress progress = new Progress(System.nanoTime());

    PartitionReader(
            Vertx vertx, BridgeClient bridge, Claim claim, Listener listener, Backoff backoff, Duration fetchWait) {
        this.vertx = vertx;
        this.bridge = bridge;
        this.claim = claim;
        this.listener = listener;
        this.backoff = backoff;
        this.waitMillis = Math.toIntExact(fetchWait.toMillis());
        this.stored = claim.nextOffset();
        this.next = stored;
        this.nextLeaderEpoch = claim.leaderEpoch();
        this.storedLeaderEpoch = nextLeaderEpoch;
    }

    Claim claim() {
        return claim;
    }

    /** Everything below this offset is stored. */
    long stored() {
        return stored;
    }

    /** Records in Kafka that aren't stored, when last heard; from any thread. */
    long backlog() {
        return backlog;
    }

    /** Where the log goes on when it has a hole at the next record to store; else {@link Fetched#NO_HOLE}. */
    long goesOn() {
        return stored == next ? goesOn : Fetched.NO_HOLE;
    }

    /** How this partition gets on. */
    Progress progress() {
        return progress;
    }

    /** Where the log ends, as a description has it: a partition that isn't read hears of its backlog by that only. */
    void endsAt(long logEnd) {
        backlog = Math.max(0, logEnd - stored);
    }

    @Nullable
    Batch ready() {
        return ready;
    }

    /** Asks for the next records, unless it is asking or a batch lies ready. */
    void ask() {
        if (closed || asking || ready != null) {
            return;
        }
        asking = true;
        int asked = reading;
        bridge.fetch(question()).onComplete(answer -> {
            if (asked < abandoned) {
                return;
            }
            asking = false;
            if (closed) {
                return;
            }
            if (asked == reading) {
                received(answer);
            } else {
                ask();
            }
        });
    }

    private FetchRequest question() {
        return new FetchRequest(
                claim.stream().name(),
                claim.topicId(),
                claim.key().partition(),
                next,
                nextLeaderEpoch,
                stored,
                listener.batchBytes(),
                waitMillis);
    }

    private void received(AsyncResult<Fetched> answer) {
        if (answer.failed()) {
            failed(SluiceException.of(answer.cause()));
            return;
        }
        Fetched fetched = answer.result();
        goesOn = fetched.goesOn();
        SluiceException incident = AnswerCheck.answer(claim.key(), next, stored, fetched);
        if (incident != null) {
            failed(incident);
            return;
        }
        backoff.succeeded();
        listener.well(claim.key());
        backlog = Math.max(0, fetched.logEnd() - stored);
        if (fetched.records().isEmpty()) {
            vertx.runOnContext(turn -> ask());
            return;
        }
        Batch batch = new Batch(claim.key(), claim.stream(), claim.topicId(), claim.epoch(), next, fetched.records());
        if (next == stored) {
            progress.read(batch);
        }
        ready = batch;
        next = batch.nextOffset();
        nextLeaderEpoch = batch.leaderEpoch();
        listener.ready();
    }

    private void failed(SluiceException why) {
        boolean incident = why.failure().isIncident();
        if (incident) {
            listener.incident(claim.key(), why);
        }
        vertx.setTimer(incident ? INCIDENT_RECHECK.toMillis() : backoff.next(), timer -> ask());
    }

    /** The ready batch goes into a transaction, and the next one is asked for; null when none is ready. */
    @Nullable
    Batch take() {
        Batch batch = ready;
        ready = null;
        ask();
        return batch;
    }

    /** A batch of this reader was committed. */
    void stored(Batch batch) {
        backlog = Math.max(0, backlog - (batch.nextOffset() - stored));
        stored = batch.nextOffset();
        storedLeaderEpoch = batch.leaderEpoch();
        Batch following = ready;
        progress.stored(
                batch, following == null ? 0 : following.records().get(0).appendTime(), System.nanoTime());
    }

    /** Begins again after what is stored, whatever became of the question that is out. */
    void restart() {
        asking = false;
        abandoned = reading + 1;
        progress.restarted(System.nanoTime());
        reset(stored, storedLeaderEpoch);
    }

    /** Begins again where the database says that storing has to go on. */
    void reset(long nextOffset, int leaderEpoch) {
        reading++;
        goesOn = Fetched.NO_HOLE;
        ready = null;
        stored = nextOffset;
        next = nextOffset;
        nextLeaderEpoch = leaderEpoch;
        storedLeaderEpoch = leaderEpoch;
        ask();
    }

    void close() {
        closed = true;
        ready = null;
    }
}
