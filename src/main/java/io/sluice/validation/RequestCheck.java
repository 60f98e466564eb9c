package io.sluice.validation;

import io.sluice.config.ValidationConfig;
import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import io.sluice.failure.SluiceException;
import io.sluice.message.AppendRequest;
import io.sluice.message.BodyFormat;
import io.sluice.message.CheckRequest;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks a request: strict UTF-8, strict JSON, every value storable, every event as its stream's file demands. What
 * goes on are the events' own bytes. Thread-safe.
 */
final class RequestCheck {
    private static final Logger LOG = LoggerFactory.getLogger(RequestCheck.class);

    private final ValidationConfig config;
    private final Schemas schemas;
    private final EventLimits limits;
    private final Parsers parsers;

    RequestCheck(ValidationConfig config, Schemas schemas) {
        this.config = config;
        this.schemas = schemas;
        this.limits = EventLimits.of(config);
        this.parsers = new Parsers(limits);
    }

    /** Never throws for what a sender can send. */
    Verdict check(CheckRequest request) {
        StreamRules rules = schemas.find(request.stream());
        if (rules == null) {
            return new Verdict.Bad(
                    new Problem(Failure.UNKNOWN_STREAM, "there is no stream " + Excerpt.of(request.stream())));
        }
        try {
            return check(request, rules);
        } catch (SluiceException e) {
            return new Verdict.Bad(Problem.of(e));
        } catch (IOException | RuntimeException e) {
            // One request that meets a defect of ours must not fail the others of its batch.
            LOG.atError().addKeyValue("stream", request.stream()).setCause(e).log("a request can't be checked");
            return new Verdict.Bad(
                    new Problem(Failure.INTERNAL, "the request can't be checked; the node's log tells more"));
        }
    }

    private Verdict check(CheckRequest request, StreamRules rules) throws IOException {
        byte[] bytes = request.body().getBytes();
        ParsedBody body = new ParsedBody(bytes, limits);
        Findings findings = new Findings(rules, config, request.lenient());
        if (request.format() == BodyFormat.JSON) {
            new JsonEvents(body, findings, config.maxEvents()).read(parsers);
        } else {
            new NdjsonEvents(body, findings, config.maxEvents()).read(parsers);
        }
        Problem problem = findings.problem(body.isSpent());
        if (problem != null) {
            return new Verdict.Bad(problem);
        }
        Spans spans = findings.spans();
        AppendRequest good = new AppendRequest(
                request.stream(),
                request.client(),
                spans.events(),
                request.receivedAt(),
                rules.stream().version(),
                request.idempotencyKey(),
                request.traceParent(),
                spans.value(request.body(), bytes, body.scan().lineBreak()),
                findings.badEvents(request.body()));
        return new Verdict.Good(good, findings.faults(), good.bad().size());
    }
}
