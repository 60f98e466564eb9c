package io.sluice.http;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.http.Admission.Reservation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** Reads the bytes of a question about several receipts, under a reservation of the node's. For one event loop. */
final class ListBody {
    private final Vertx vertx;
    private final Duration timeout;
    private final int maxReceipts;
    private final Framing framing;

    /** The whole body must come within {@code timeout} and be no longer than a list of {@code maxReceipts}. */
    ListBody(Vertx vertx, Duration timeout, int maxReceipts, Framing framing) {
        this.vertx = vertx;
        this.timeout = timeout;
        this.maxReceipts = maxReceipts;
        this.framing = framing;
    }

    /**
     * The body. Fails with TOO_LARGE, OVERLOADED or BODY_TIMEOUT, and what comes then is thrown away; or with MALFORMED
     * when its chunks are none, or it is cut short.
     */
    Future<Buffer> read(HttpServerRequest request, Reservation reservation) {
        Promise<Buffer> whole = Promise.promise();
        int most = ReceiptList.maxBytes(maxReceipts);
        BodyBuffer body = new BodyBuffer(most, reservation::growTo);
        long timer = vertx.setTimer(timeout.toMillis(), late -> whole.tryFail(framing.lateBody()));
        request.handler(chunk -> {
                    if (!whole.future().isComplete()) {
                        add(chunk, body, most, whole);
                    }
                })
                .endHandler(end -> end(request, body, whole))
                .exceptionHandler(
                        broken -> whole.tryFail(new SluiceException(Failure.MALFORMED, "the body breaks off")));
        return whole.future().onComplete(read -> vertx.cancelTimer(timer));
    }

    private void add(Buffer chunk, BodyBuffer body, int most, Promise<Buffer> whole) {
        try {
            if ((long) body.length() + chunk.length() > most) {
                throw ReceiptList.tooMany(maxReceipts);
            }
            body.add(chunk);
        } catch (SluiceException e) {
            whole.fail(e);
        }
    }

    /** The body is complete, or what the decoder says of it is why it can't be. */
    private void end(HttpServerRequest request, BodyBuffer body, Promise<Buffer> whole) {
        if (request.decoderResult().isFailure()) {
            whole.tryFail(framing.body(request.decoderResult().cause()));
        } else {
            whole.tryComplete(body.bytes());
        }
    }
}
