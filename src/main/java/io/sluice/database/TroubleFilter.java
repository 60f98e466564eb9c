package io.sluice.database;

import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which entries an operator means, and how many of them at once. */
record TroubleFilter(
        List<Long> ids,
        @Nullable String stream,
        @Nullable String reason,
        @Nullable String stage,
        @Nullable String sqlstate,
        @Nullable String state,
        @Nullable Instant from,
        @Nullable Instant to,
        long after,
        int limit) {
    /** The arguments that {@link #of} reads. */
    static final Set<String> ARGUMENTS =
            Set.of("id", "stream", "reason", "stage", "sqlstate", "state", "from", "to", "after", "limit");

    private static final int LIMIT = 100;
    private static final int MOST = 1_000;
    private static final Set<String> STATES = Set.of("open", "stored", "discarded", "all");

    /** Those, and an operation's own. */
    static Set<String> argumentsAnd(String... own) {
        Set<String> all = new HashSet<>(ARGUMENTS);
        all.addAll(List.of(own));
        return Set.copyOf(all);
    }

    /** Throws INVALID_ARGUMENT. The state is {@code open} unless ids or a state are given; {@code all} leaves it out. */
    static TroubleFilter of(Arguments arguments) {
        List<Long> ids = arguments.numbers("id", 1, Long.MAX_VALUE);
        if (ids.size() > MOST) {
            throw Arguments.unusable("id", "may have " + MOST + " values at most");
        }
        String state = arguments.text("state");
        if (state != null && !STATES.contains(state)) {
            throw Arguments.unusable("state", "is expected as open, stored, discarded or all");
        }
        String wanted = state == null && ids.isEmpty() ? "open" : state;
        return new TroubleFilter(
                ids,
                arguments.text("stream"),
                arguments.text("reason"),
                arguments.text("stage"),
                arguments.text("sqlstate"),
                "all".equals(wanted) ? null : wanted,
                arguments.time("from"),
                arguments.time("to"),
                arguments.number("after", 0, Long.MAX_VALUE, 0),
                (int) arguments.number("limit", 1, MOST, Math.max(LIMIT, ids.size())));
    }

    /** The same for what changes entries: it must say which, and means open ones. */
    static TroubleFilter ofChange(Arguments arguments) {
        TroubleFilter filter = of(arguments);
        boolean said = !filter.ids.isEmpty()
                || filter.stream != null
                || filter.reason != null
                || filter.stage != null
                || filter.sqlstate != null
                || filter.from != null
                || filter.to != null;
        if (!said) {
            throw Arguments.unusable(
                    "id",
                    "or another one that says which entries is needed: stream, reason, stage, sqlstate, from or to");
        }
        return filter;
    }

    static TroubleFilter ofId(long id) {
        return new TroubleFilter(List.of(id), null, null, null, null, null, null, null, 0, 1);
    }

    /** What trouble_entries.sql takes; one row more than the limit tells whether there are others. */
    Tuple arguments(boolean payloads) {
        return Tuple.tuple()
                .addArrayOfLong(ids.toArray(Long[]::new))
                .addString(stream)
                .addString(reason)
                .addString(stage)
                .addString(sqlstate)
                .addString(state)
                .addOffsetDateTime(utc(from))
                .addOffsetDateTime(utc(to))
                .addLong(after)
                .addInteger(limit + 1)
                .addBoolean(payloads);
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
