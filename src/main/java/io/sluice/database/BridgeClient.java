package io.sluice.database;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Address;
import io.sluice.message.Bus;
import io.sluice.message.DescribeRequest;
import io.sluice.message.Described;
import io.sluice.message.FetchRequest;
import io.sluice.message.Fetched;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the bridge: always the same one until it fails, since it reads ahead for whoever asked. Used on one event loop. */
final class BridgeClient {
    /** A bridge may have to ask Kafka's controller first. */
    private static final Duration DESCRIBE_TIMEOUT = Duration.ofSeconds(5);

    /** Beyond the wait that the question itself asks for: a bridge that is silent for longer is gone or hangs. */
    private static final Duration FETCH_MARGIN = Duration.ofSeconds(2);

    /** After these another bridge may answer. */
    private static final Set<Failure> GONE = Set.of(Failure.NO_HANDLERS, Failure.OUTCOME_UNKNOWN);

    private final Bus bus;
    private @Nullable String name;

    BridgeClient(Bus bus) {
        this.bus = bus;
    }

    /** What is in Kafka; from now on this bridge is asked for records, unless one is known that answers. */
    Future<Described> describe() {
        return bus.ask(Address.DESCRIBE.text(), new DescribeRequest(), DESCRIBE_TIMEOUT, Described.class)
                .onSuccess(described -> name = name == null ? described.bridge() : name);
    }

    /** Fails only with {@link SluiceException}. */
    Future<Fetched> fetch(FetchRequest request) {
        String known = name;
        return known == null
                ? describe().compose(described -> fetchFrom(described.bridge(), request))
                : fetchFrom(known, request);
    }

    private Future<Fetched> fetchFrom(String bridge, FetchRequest request) {
        Duration timeout = FETCH_MARGIN.plusMillis(request.waitMillis());
        return bus.ask(Address.FETCH.at(bridge), request, timeout, Fetched.class)
                .onFailure(failure -> forgetIfGone(bridge, SluiceException.of(failure)));
    }

    private void forgetIfGone(String bridge, SluiceException failure) {
        if (GONE.contains(failure.failure()) && bridge.equals(name)) {
            name = null;
        }
    }
}
