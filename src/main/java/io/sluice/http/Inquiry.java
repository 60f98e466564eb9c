package io.sluice.http;

import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import io.sluice.failure.ProblemDocument;
import io.sluice.message.Position;
import io.sluice.message.Status;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One question about 1 to n receipts, and what is known of them so far. For one event loop. */
final class Inquiry {
    private record Entry(String receipt, @Nullable Position position) {}

    private final List<Entry> entries;
    private final Set<Position> open = new LinkedHashSet<>();
    private final Map<Position, Status> told = new HashMap<>();
    private boolean askable = true;

    Inquiry(List<String> receipts, Receipts signed) {
        this.entries = receipts.stream()
                .map(receipt -> new Entry(receipt, signed.position(receipt)))
                .toList();
        entries.stream().map(Entry::position).forEach(position -> {
            if (position != null) {
                open.add(position);
            }
        });
    }

    /** The positions whose status may still change. */
    Set<Position> open() {
        return open;
    }

    /** How many receipts it asks for. */
    int size() {
        return entries.size();
    }

    /** Whether asking again could tell more. */
    boolean isWorthWaiting() {
        return askable && !open.isEmpty();
    }

    /** What the database stage says, of this question's positions among others. */
    void tell(Map<Position, Status> statuses) {
        open.removeIf(position -> {
            Status status = statuses.get(position);
            if (status != null) {
                told.put(position, status);
            }
            return status != null && status.isFinal();
        });
    }

    /**
     * The database stage, or PostgreSQL behind it, couldn't be asked.
     *
     * @param again whether it makes sense to ask again soon
     */
    void tellNothing(boolean again) {
        askable = again;
        told.keySet().removeAll(open);
    }

    /** Why there is no answer for the first receipt, or null. */
    @Nullable
    Problem problem() {
        return problem(entries.get(0));
    }

    /** The answer for the first receipt. */
    JsonObject document() {
        return document(entries.get(0));
    }

    /** The answers for all receipts, in order; where there is none its problem stands. */
    JsonArray documents() {
        JsonArray documents = new JsonArray();
        entries.forEach(entry -> documents.add(document(entry)));
        return documents;
    }

    private JsonObject document(Entry entry) {
        Problem problem = problem(entry);
        Position position = entry.position();
        return problem != null || position == null
                ? ProblemDocument.json(problem == null ? notAReceipt() : problem)
                : ReceiptDocument.of(entry.receipt(), position, told.get(position));
    }

    private @Nullable Problem problem(Entry entry) {
        Position position = entry.position();
        return position == null ? notAReceipt() : ReceiptDocument.problem(told.get(position));
    }

    private static Problem notAReceipt() {
        return new Problem(Failure.INVALID_RECEIPT, "a receipt is what the answer to a POST gave, unchanged");
    }
}
