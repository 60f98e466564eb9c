package io.sluice.http;

import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import io.sluice.failure.SluiceException;
import io.sluice.message.Address;
import io.sluice.message.Bus;
import io.sluice.message.Position;
import io.sluice.message.StatusRequest;
import io.sluice.message.Statuses;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;

/** Answers {@code GET /v1/receipts/{receipt}}: what became of an accepted request. For one event loop. */
final class ReceiptDesk {
    static final String PATH = "/v1/receipts/";

    /** A person or a script is waiting, and "accepted" is an answer too. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Bus bus;
    private final Receipts receipts;
    private final Admission admission;
    private final StreamMeters meters;
    private final Answers answers;
    private final ProblemWriter problems;

    /** {@code meters} count what is refused; those of no stream, since a receipt that can't be read names none. */
    ReceiptDesk(
            Bus bus,
            Receipts receipts,
            Admission admission,
            StreamMeters meters,
            Answers answers,
            ProblemWriter problems) {
        this.bus = bus;
        this.meters = meters;
        this.receipts = receipts;
        this.admission = admission;
        this.answers = answers;
        this.problems = problems;
    }

    /** Route handler. */
    void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        String path = routing.normalizedPath();
        String receipt = path.length() > PATH.length() ? path.substring(PATH.length()) : "";
        Position position = receipts.position(receipt);
        if (position == null) {
            refuse(
                    request,
                    new Problem(Failure.INVALID_RECEIPT, "a receipt is what the answer to a POST gave, unchanged"));
            return;
        }
        try {
            answer(request, receipt, position, admission.enter());
        } catch (SluiceException e) {
            refuse(request, Problem.of(e));
        }
    }

    private void answer(
            HttpServerRequest request, String receipt, Position position, Admission.Reservation reservation) {
        lookUp(receipt, position)
                .onComplete(released -> reservation.release())
                .onSuccess(document -> {
                    request.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
                    answers.send(request, document);
                })
                .onFailure(cause -> refuse(request, Problem.of(SluiceException.of(cause))));
    }

    private void refuse(HttpServerRequest request, Problem problem) {
        meters.rejected(problem.failure());
        problems.write(request, problem);
    }

    private Future<Buffer> lookUp(String receipt, Position position) {
        return bus.ask(Address.STATUS.text(), new StatusRequest(List.of(position)), PATIENCE, Statuses.class)
                .map(told ->
                        ReceiptDocument.of(receipt, position, told.statuses().get(0)))
                .recover(failure -> isNobodyToAsk(SluiceException.of(failure).failure())
                        ? Future.succeededFuture(ReceiptDocument.untold(receipt, position))
                        : Future.failedFuture(failure));
    }

    /** No database stage, none that has its server, or none that answers in time: the receipt itself still holds. */
    private static boolean isNobodyToAsk(Failure failure) {
        return failure != Failure.INTERNAL && failure.afterAsking().isRetryable();
    }
}
