package io.sluice.http;

import io.sluice.config.Durations;
import io.sluice.failure.Exceeded;
import io.sluice.failure.Failure;
import io.sluice.failure.Limit;
import io.sluice.failure.SluiceException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads {@code wait} from a query: how long a question about receipts may wait for its answer. */
final class WaitParameter {
    static final String NAME = "wait=";

    private WaitParameter() {}

    /**
     * The wait, or zero when the query has none. Its characters need no escapes, so none are read. Other parameters are
     * passed over.
     *
     * @throws SluiceException INVALID_HEADER when it is no duration, not longer than nothing or longer than {@code most},
     *                         or stands there twice
     */
    static Duration read(@Nullable String query, Duration most) {
        Duration wait = Duration.ZERO;
        if (query == null) {
            return wait;
        }
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith(NAME)) {
                if (!wait.isZero()) {
                    throw refused("stands in the query twice", most);
                }
                wait = parse(parameter.substring(NAME.length()), most);
            }
        }
        return wait;
    }

    private static Duration parse(String text, Duration most) {
        Duration wait;
        try {
            wait = Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw refused("is no duration", most);
        }
        if (wait.isZero()) {
            throw refused("is zero", most);
        }
        if (wait.compareTo(most) > 0) {
            throw new SluiceException(
                    Failure.INVALID_HEADER,
                    "the parameter wait is too long" + expected(most),
                    new Exceeded(Limit.RECEIPT_WAIT, most.toMillis()));
        }
        return wait;
    }

    private static SluiceException refused(String what, Duration most) {
        return new SluiceException(Failure.INVALID_HEADER, "the parameter wait " + what + expected(most));
    }

    private static String expected(Duration most) {
        String written = most.toMillisPart() == 0 ? most.toSeconds() + "s" : most.toMillis() + "ms";
        return "; expected is a duration like 500ms or 5s, at most " + written;
    }
}
