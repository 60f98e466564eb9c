package io.sluice.cli.client;

import io.vertx.core.json.JsonArray;
import org.jspecify.annotations.Nullable;

/** What a node says of a receipt. */
public sealed interface ReceiptAnswer {
    /** {@code state} as the node writes it; {@code trouble} null when it names none. */
    record Known(String state, @Nullable JsonArray trouble) implements ReceiptAnswer {}

    /** Ask again. */
    record Later(String why) implements ReceiptAnswer {}

    /** Not a receipt that this node can read. */
    record Refused(String why) implements ReceiptAnswer {}
}
