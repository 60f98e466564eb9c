package io.sluice.http;

import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.function.BiConsumer;

/** The one place that writes error answers. */
final class ProblemWriter {
    private static final CharSequence MEDIA_TYPE = HttpHeaders.createOptimized(ProblemDocument.MEDIA_TYPE);

    private final Answers answers;
    private final LimitMeters limits;
    private final CharSequence retryAfter;
    private final BiConsumer<HttpServerResponse, Failure> witness;

    /**
     * Every answer that is worth another try says to wait {@code retryAfter}.
     *
     * @param witness told of each refusal that is about to be sent
     */
    ProblemWriter(
            Answers answers, LimitMeters limits, Duration retryAfter, BiConsumer<HttpServerResponse, Failure> witness) {
        this.answers = answers;
        this.limits = limits;
        this.witness = witness;
        this.retryAfter = HttpHeaders.createOptimized(String.valueOf(retryAfter.toSeconds()));
    }

    /** Answers; the connection goes on where it can. */
    void write(HttpServerRequest request, Problem problem) {
        answers.send(request, prepare(request, problem));
    }

    /** Answers and ends the connection. */
    void writeLast(HttpServerRequest request, Problem problem) {
        answers.sendLast(request, prepare(request, problem));
    }

    private Buffer prepare(HttpServerRequest request, Problem problem) {
        Failure failure = problem.failure();
        limits.refused(problem);
        HttpServerResponse response = request.response();
        if (!response.ended()) {
            witness.accept(response, failure);
            response.setStatusCode(failure.status()).putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE);
            if (failure.isRetryable()) {
                response.putHeader(HttpHeaders.RETRY_AFTER, retryAfter);
            }
            if (failure == Failure.UNSUPPORTED_ENCODING) {
                response.putHeader(HttpHeaders.ACCEPT_ENCODING, "gzip");
            }
        }
        return ProblemDocument.of(problem);
    }
}
