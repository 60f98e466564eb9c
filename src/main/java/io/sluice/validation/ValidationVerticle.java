package io.sluice.validation;

import io.micrometer.core.instrument.Timer;
import io.sluice.config.ValidationConfig;
import io.sluice.failure.Problem;
import io.sluice.failure.SluiceException;
import io.sluice.message.Address;
import io.sluice.message.AppendBatch;
import io.sluice.message.AppendRequest;
import io.sluice.message.Bus;
import io.sluice.message.CheckBatch;
import io.sluice.message.Outcomes;
import io.sluice.message.Verified;
import io.sluice.message.VerifyRequest;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Stage 2: answers {@link Address#CHECK} and {@link Address#VERIFY}. All good requests of a batch go on in one question to the bridge; the answer
 * is put together from the bridge's outcomes and this stage's refusals.
 */
public final class ValidationVerticle extends VerticleBase {
    private final ValidationConfig config;
    private final RequestCheck check;
    private final Timer checkTime;

    /** {@code schemas} can be shared: {@link Schemas#compile}. */
    public ValidationVerticle(ValidationConfig config, Schemas schemas, Telemetry telemetry) {
        this.config = config;
        this.check = new RequestCheck(config, schemas);
        this.checkTime = telemetry.timer(Metric.CHECK_TIME);
    }

    @Override
    public Future<?> start() {
        Bus bus = new Bus(vertx);
        return Future.all(
                bus.answer(Address.CHECK.text(), CheckBatch.class, batch -> answer(bus, batch))
                        .completion(),
                bus.answer(Address.VERIFY.text(), VerifyRequest.class, this::verify)
                        .completion());
    }

    private Future<Verified> verify(VerifyRequest question) {
        Verdict verdict = check.check(question.request());
        return Future.succeededFuture(
                verdict instanceof Verdict.Good good
                        ? new Verified(
                                null, good.request().events(), good.request().value())
                        : new Verified(((Verdict.Bad) verdict).problem(), 0, Buffer.buffer()));
    }

    private Future<Outcomes> answer(Bus bus, CheckBatch batch) {
        long begun = System.nanoTime();
        Verdicts verdicts =
                new Verdicts(batch.requests().stream().map(check::check).toList());
        checkTime.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        List<AppendRequest> good = verdicts.good();
        if (good.isEmpty()) {
            return Future.succeededFuture(new Outcomes(verdicts.merge(List.of())));
        }
        return bus.ask(Address.APPEND.text(), new AppendBatch(good), config.appendTimeout(), Outcomes.class)
                .otherwise(failure -> refused(good.size(), SluiceException.of(failure)))
                .map(Outcomes::outcomes)
                .map(verdicts::merge)
                .map(Outcomes::new);
    }

    private static Outcomes refused(int requests, SluiceException failure) {
        return Outcomes.allRefused(requests, new Problem(failure.failure().afterAsking(), failure.detail()));
    }
}
