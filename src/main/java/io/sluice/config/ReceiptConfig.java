package io.sluice.config;

import java.time.Duration;

/**
 * How receipts are signed, and how many may be asked for and wait.
 *
 * @param key         at least 32 characters, the same on every node; a receipt that was signed with another is unknown
 * @param maxWait     how long a question may wait for its receipts to be stored; shorter than http.idleTimeout
 * @param maxWaiting  receipts that wait on this node, over all questions; more are answered 503
 * @param maxReceipts receipts in one question
 */
public record ReceiptConfig(Secret key, Duration maxWait, int maxWaiting, int maxReceipts) {
    private static final int MIN_KEY_CHARACTERS = 32;

    public ReceiptConfig {
        Check.holds(
                key.reveal().length() >= MIN_KEY_CHARACTERS,
                "key must have at least " + MIN_KEY_CHARACTERS + " characters; make one with: openssl rand -hex 32");
        Check.positive("maxWait", maxWait);
        Check.within("maxWaiting", maxWaiting, 1, 100_000);
        Check.within("maxReceipts", maxReceipts, 1, 10_000);
        Check.holds(maxWaiting >= maxReceipts, "maxWaiting must hold at least one question of maxReceipts");
    }
}
