package io.sluice.http;

import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import io.sluice.failure.SluiceException;
import io.sluice.http.Admission.Reservation;
import io.sluice.http.KeyMemory.Claim;
import io.sluice.message.CheckRequest;
import io.sluice.message.Outcome;
import io.sluice.message.Position;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * One admitted POST, on its event loop, until its answer. It gives its reservation back exactly once:
 *
 * <pre>
 *   READING ──end of body──▶ ASKING ──outcome──▶ DONE
 *      ├──the Idempotency-Key tells the answer ──▶│
 *      ├──refused: limit, time, broken body ──────▶│
 *      └──client gone ────────────────────────────▶│
 * </pre>
 *
 * While ASKING the body lies in the next stages, so a client that goes then changes nothing: the outcome ends it.
 */
final class Posting {
    private enum State {
        READING,
        ASKING,
        DONE
    }

    private final Intake intake;
    private final HttpServerRequest request;
    private final PostHead head;
    private final StreamMeters meters;
    private final Reservation reservation;
    private final BodyBuffer body;
    private final long startNanos = System.nanoTime();
    private final long receivedAt = System.currentTimeMillis();
    private State state = State.READING;
    /** Held while ASKING, for a request that has an Idempotency-Key. */
    private @Nullable Claim claim;

    Posting(Intake intake, HttpServerRequest request, PostHead head, StreamMeters meters, Reservation reservation) {
        this.intake = intake;
        this.request = request;
        this.head = head;
        this.meters = meters;
        this.reservation = reservation;
        this.body =
                new BodyBuffer(head.contentLength() < 0 ? intake.maxBody() : head.contentLength(), reservation::growTo);
    }

    /** A part of the body arrived. What comes after a refusal is thrown away. */
    void chunk(Buffer chunk) {
        if (state != State.READING) {
            return;
        }
        try {
            if ((long) body.length() + chunk.length() > intake.maxBody()) {
                throw PostHead.tooLarge(intake.maxBody());
            }
            body.add(chunk);
        } catch (SluiceException e) {
            refuse(Problem.of(e));
        }
    }

    /** The body is complete, or what the decoder says of it is why it can't be. */
    void end() {
        if (state != State.READING) {
            return;
        }
        if (request.decoderResult().isFailure()) {
            Throwable cause = request.decoderResult().cause();
            refuseLast(Problem.of(intake.framing().body(cause)));
            return;
        }
        try {
            handOver(head.gzip() && body.length() > 0 ? inflated() : body.bytes());
        } catch (SluiceException e) {
            refuse(Problem.of(e));
        }
    }

    private Buffer inflated() {
        byte[] gzip = body.bytes().getBytes();
        long held = reservation.held();
        return Buffer.buffer(intake.inflation().inflate(gzip, size -> reservation.growTo(held + size)));
    }

    private void handOver(Buffer events) {
        if (events.length() == 0) {
            throw new SluiceException(Failure.MALFORMED, "the body is empty; expected is at least one event");
        }
        Claim held = head.idempotencyKey() == null ? null : claim(head.idempotencyKey(), events);
        Position written = held == null ? null : held.written();
        meters.received(events.length());
        if (written != null) {
            finish();
            meters.replayed();
            intake.writeReplayed(request, written);
            return;
        }
        claim = held;
        state = State.ASKING;
        intake.leaveReading(this);
        intake.coalescer()
                .add(
                        new CheckRequest(
                                meters.stream(),
                                Intake.ANONYMOUS,
                                head.format(),
                                head.idempotencyKey(),
                                head.lenient(),
                                receivedAt,
                                head.traceParent(),
                                events),
                        this::settle);
    }

    private Claim claim(String key, Buffer events) {
        return intake.keys().claim(new KeyMemory.RequestKey(Intake.ANONYMOUS, meters.stream(), key), events);
    }

    private void settle(Outcome outcome) {
        if (outcome instanceof Outcome.Accepted accepted) {
            remember(accepted);
            finish();
            meters.accepted(accepted.position().events(), accepted.badEvents());
            intake.tallies().accepted(Intake.ANONYMOUS, accepted.position());
            if (head.lenient()) {
                request.response().putHeader(Preferences.APPLIED, Preferences.LENIENT);
            }
            intake.writeAccepted(request, accepted);
        } else if (outcome instanceof Outcome.Refused refused) {
            if (claim != null) {
                claim.release();
            }
            refuse(refused.problem());
        }
    }

    /** Not where events are bad: what is told of each is too much to be remembered. */
    private void remember(Outcome.Accepted accepted) {
        if (claim != null && accepted.badEvents() == 0) {
            claim.accepted(accepted.position());
        } else if (claim != null) {
            claim.release();
        }
    }

    /** The body has taken too long. */
    void timeOut() {
        if (state == State.READING) {
            refuseLast(Problem.of(intake.framing().lateBody()));
        }
    }

    /** The connection has ended: nobody is there to be answered. */
    void broken() {
        if (state == State.READING) {
            finish();
        }
    }

    private void refuseLast(Problem problem) {
        finish();
        meters.rejected(problem.failure());
        intake.problems().writeLast(request, problem);
    }

    private void refuse(Problem problem) {
        finish();
        meters.rejected(problem.failure());
        intake.problems().write(request, problem);
    }

    private void finish() {
        if (state == State.READING) {
            intake.leaveReading(this);
        }
        state = State.DONE;
        reservation.release();
        meters.answeredAfter(System.nanoTime() - startNanos);
    }

    boolean isOlderThan(long nanos, long now) {
        return now - startNanos >= nanos;
    }
}
