package io.sluice.http;

import io.sluice.config.HttpConfig;
import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import io.sluice.failure.ProblemDocument;
import io.sluice.failure.SluiceException;
import io.sluice.message.Outcome;
import io.sluice.message.Position;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes POSTs: judges the head before the body is read, and answers. For one event loop. */
final class Intake {
    static final String PATH = "/v1/logs/";

    /** Who sends, as long as nobody has to say who he is. */
    static final String ANONYMOUS = "anonymous";

    /** Says of a 202 that it is an earlier request's. */
    static final CharSequence REPLAYED = HttpHeaders.createOptimized("idempotency-replayed");

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private final HttpConfig config;
    private final Map<String, StreamMeters> meters;
    private final StreamMeters elsewhere;
    private final Admission admission;
    private final KeyMemory keys;
    private final Receipts receipts;
    private final Coalescer coalescer;
    private final Inflation inflation;
    private final Tallies tallies;
    private final Framing framing;
    private final Answers answers;
    private final ProblemWriter problems;
    /** In the order of their heads, so that the oldest come first. */
    private final Set<Posting> reading = new LinkedHashSet<>();

    /** Takes events for the streams that have {@code meters}; what goes to no stream counts under {@code elsewhere}. */
    Intake(
            HttpConfig config,
            Map<String, StreamMeters> meters,
            StreamMeters elsewhere,
            Admission admission,
            KeyMemory keys,
            Receipts receipts,
            Coalescer coalescer,
            Inflation inflation,
            Tallies tallies,
            Framing framing,
            Answers answers,
            ProblemWriter problems) {
        this.config = config;
        this.meters = meters;
        this.elsewhere = elsewhere;
        this.admission = admission;
        this.keys = keys;
        this.receipts = receipts;
        this.coalescer = coalescer;
        this.inflation = inflation;
        this.tallies = tallies;
        this.framing = framing;
        this.answers = answers;
        this.problems = problems;
    }

    /** Route handler of {@code POST /v1/logs/{stream}}. */
    void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        String path = routing.normalizedPath();
        String name = path.length() > PATH.length() ? path.substring(PATH.length()) : "";
        StreamMeters stream = meters.get(name);
        if (stream == null) {
            refuse(request, elsewhere, unknownStream(name));
            return;
        }
        try {
            admit(request, PostHead.read(request.headers(), maxBody()), stream);
        } catch (SluiceException e) {
            refuse(request, stream, Problem.of(e));
        }
    }

    private void admit(HttpServerRequest request, PostHead head, StreamMeters stream) {
        Posting posting = new Posting(this, request, head, stream, admission.enter());
        reading.add(posting);
        request.handler(posting::chunk).endHandler(end -> posting.end()).exceptionHandler(broken -> posting.broken());
        head.askForBody(request);
    }

    private void refuse(HttpServerRequest request, StreamMeters stream, Problem problem) {
        stream.rejected(problem.failure());
        problems.write(request, problem);
    }

    /** Called now and then: ends the requests whose bodies take too long. */
    void endLateBodies() {
        long now = System.nanoTime();
        List<Posting> late = new ArrayList<>();
        Iterator<Posting> oldestFirst = reading.iterator();
        while (oldestFirst.hasNext()) {
            Posting posting = oldestFirst.next();
            if (!posting.isOlderThan(config.bodyTimeout().toNanos(), now)) {
                break;
            }
            late.add(posting);
        }
        late.forEach(Posting::timeOut);
    }

    /** 202 where every event is good, else 207 with what is wrong with the bad ones. */
    void writeAccepted(HttpServerRequest request, Outcome.Accepted accepted) {
        String receipt = receipts.token(accepted.position());
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        response.setStatusCode(accepted.badEvents() == 0 ? 202 : 207)
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(HttpHeaders.LOCATION, ReceiptDesk.PATH + receipt);
        int events = accepted.position().events();
        answers.send(
                request,
                accepted.badEvents() == 0
                        ? Buffer.buffer("{\"accepted\":" + events + ",\"receipt\":\"" + receipt + "\"}")
                        : ProblemDocument.addFaults(
                                        new JsonObject().put("accepted", events).put("receipt", receipt),
                                        accepted.badEvents(),
                                        accepted.faults())
                                .toBuffer());
    }

    void writeReplayed(HttpServerRequest request, Position position) {
        request.response().putHeader(REPLAYED, "true");
        writeAccepted(request, new Outcome.Accepted(position));
    }

    private static Problem unknownStream(String name) {
        if (name.isEmpty() || name.indexOf('/') >= 0) {
            return new Problem(Failure.NOT_FOUND, "events are posted to " + PATH + "{stream}");
        }
        return new Problem(
                Failure.UNKNOWN_STREAM,
                "there is no stream named " + Echo.of(name)
                        + "; check the path, or ask who runs this node which there are");
    }

    void leaveReading(Posting posting) {
        reading.remove(posting);
    }

    int maxBody() {
        return config.maxBody().asInt();
    }

    Tallies tallies() {
        return tallies;
    }

    Inflation inflation() {
        return inflation;
    }

    Framing framing() {
        return framing;
    }

    KeyMemory keys() {
        return keys;
    }

    Coalescer coalescer() {
        return coalescer;
    }

    ProblemWriter problems() {
        return problems;
    }
}
