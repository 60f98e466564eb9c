package io.sluice.config;

/**
 * How receipts are signed.
 *
 * @param key at least 32 characters, the same on every node; a receipt that was signed with another is unknown
 */
public record ReceiptConfig(Secret key) {
    private static final int MIN_KEY_CHARACTERS = 32;

    public ReceiptConfig {
        Check.holds(
                key.reveal().length() >= MIN_KEY_CHARACTERS,
                "key must have at least " + MIN_KEY_CHARACTERS + " characters; make one with: openssl rand -hex 32");
    }
}
