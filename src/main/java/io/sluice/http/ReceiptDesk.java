package io.sluice.http;

import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import io.sluice.failure.SluiceException;
import io.sluice.http.Admission.Reservation;
import io.sluice.message.BodyFormat;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Answers what became of accepted requests: {@code GET /v1/receipts/{receipt}} of one, {@code POST /v1/receipts} of
 * several. With {@code ?wait=5s} the answer comes as soon as nothing more can be learned, or when the wait is over. For one
 * event loop.
 */
final class ReceiptDesk {
    static final String LIST_PATH = "/v1/receipts";
    static final String PATH = LIST_PATH + "/";

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private final StatusRounds rounds;
    private final Receipts receipts;
    private final WaitingRoom room;
    private final Admission admission;
    private final ListBody bodies;
    private final Inflation inflation;
    private final StreamMeters meters;
    private final Answers answers;
    private final ProblemWriter problems;

    /** {@code meters} count what is refused; those of no stream, since a receipt that can't be read names none. */
    ReceiptDesk(
            StatusRounds rounds,
            Receipts receipts,
            WaitingRoom room,
            Admission admission,
            ListBody bodies,
            Inflation inflation,
            StreamMeters meters,
            Answers answers,
            ProblemWriter problems) {
        this.rounds = rounds;
        this.receipts = receipts;
        this.room = room;
        this.admission = admission;
        this.bodies = bodies;
        this.inflation = inflation;
        this.meters = meters;
        this.answers = answers;
        this.problems = problems;
    }

    /** Route handler of {@code GET /v1/receipts/{receipt}}. */
    void handleOne(RoutingContext routing) {
        String path = routing.normalizedPath();
        String receipt = path.length() > PATH.length() ? path.substring(PATH.length()) : "";
        admit(routing.request(), (request, wait, reservation) -> {
            Inquiry inquiry = new Inquiry(List.of(receipt), receipts);
            return inquire(request, inquiry, wait, reservation).onSuccess(known -> writeOne(request, inquiry));
        });
    }

    /** Route handler of {@code POST /v1/receipts}. */
    void handleSeveral(RoutingContext routing) {
        admit(routing.request(), (request, wait, reservation) -> {
            PostHead head = head(request);
            head.askForBody(request);
            return bodies.read(request, reservation)
                    .map(body -> list(head, body, reservation))
                    .compose(inquiry -> inquire(request, inquiry, wait, reservation)
                            .onSuccess(
                                    known -> write(request, inquiry.documents().toBuffer())));
        });
    }

    /** What a route does with a request that was let in. */
    private interface Admitted {
        Future<?> answer(HttpServerRequest request, Duration wait, Reservation reservation);
    }

    private void admit(HttpServerRequest request, Admitted admitted) {
        try {
            Duration wait = WaitParameter.read(request.query(), room.maxWait());
            Reservation reservation = admission.enter();
            Future.succeededFuture()
                    .compose(entered -> admitted.answer(request, wait, reservation))
                    .onComplete(done -> reservation.release())
                    .onFailure(cause -> refuse(request, Problem.of(SluiceException.of(cause))));
        } catch (SluiceException e) {
            refuse(request, Problem.of(e));
        }
    }

    /** Read as that of any POST, but only an array is of use here. */
    private static PostHead head(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        PostHead head = type == null ? null : PostHead.read(request.headers(), Long.MAX_VALUE);
        if (head == null || head.format() != BodyFormat.JSON) {
            throw new SluiceException(
                    Failure.UNSUPPORTED_MEDIA_TYPE, "receipts are asked for with an array as application/json");
        }
        return head;
    }

    private Inquiry list(PostHead head, Buffer body, Reservation reservation) {
        long held = reservation.held();
        byte[] json = head.gzip()
                ? inflation.inflate(body.getBytes(), size -> reservation.growTo(held + size))
                : body.getBytes();
        return new Inquiry(ReceiptList.read(json, room.maxReceipts()), receipts);
    }

    /** Completes when what there is to know is known, or the wait is over; from then on it holds no place of a request. */
    private Future<Void> inquire(HttpServerRequest request, Inquiry inquiry, Duration wait, Reservation reservation) {
        long begun = System.nanoTime();
        return rounds.look(inquiry, wait)
                .onComplete(looked -> reservation.release())
                .compose(looked -> wait.isZero() || !inquiry.isWorthWaiting()
                        ? Future.succeededFuture()
                        : follow(
                                request,
                                inquiry,
                                wait.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)));
    }

    private Future<Void> follow(HttpServerRequest request, Inquiry inquiry, long millis) {
        if (request.response().closed()) {
            return Future.succeededFuture();
        }
        room.enter(inquiry.size());
        request.response().closeHandler(gone -> rounds.forget(inquiry));
        return rounds.follow(inquiry, millis).onComplete(over -> room.leave(inquiry.size()));
    }

    private void writeOne(HttpServerRequest request, Inquiry inquiry) {
        Problem problem = inquiry.problem();
        if (problem == null) {
            write(request, inquiry.document().toBuffer());
        } else {
            refuse(request, problem);
        }
    }

    private void write(HttpServerRequest request, Buffer document) {
        if (!request.response().closed()) {
            request.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON);
            answers.send(request, document);
        }
    }

    private void refuse(HttpServerRequest request, Problem problem) {
        meters.rejected(problem.failure());
        if (problem.failure() == Failure.BODY_TIMEOUT || request.decoderResult().isFailure()) {
            problems.writeLast(request, problem);
        } else {
            problems.write(request, problem);
        }
    }
}
