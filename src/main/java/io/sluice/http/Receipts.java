package io.sluice.http;

import io.sluice.config.ReceiptConfig;
import io.sluice.message.Position;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes a receipt of a position and reads it back: base64url without padding of
 * {@code version, topic id, partition, offset, append time, events, stream, MAC}. The MAC is the first half of
 * HMAC-SHA256 by a key that every node of an installation shares, so nobody can ask for positions that they were never
 * given. At most {@value #MAX_CHARACTERS} characters: openapi.yaml says so too. Thread-safe.
 */
public final class Receipts {
    static final int MAX_CHARACTERS = 140;

    private static final byte VERSION = 1;
    private static final int FIXED_BYTES = 1 + 16 + 4 + 8 + 8 + 4;
    private static final int MAC_BYTES = 16;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    /** A Mac has a state, so every event loop has its own. */
    private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::newMac);

    /** Signs with the key of {@code config}. */
    public Receipts(ReceiptConfig config) {
        this.key = new SecretKeySpec(config.key().reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** The receipt of a position. */
    String token(Position position) {
        byte[] stream = position.stream().getBytes(StandardCharsets.US_ASCII);
        int signed = FIXED_BYTES + stream.length;
        byte[] token = new byte[signed + MAC_BYTES];
        ByteBuffer.wrap(token)
                .put(VERSION)
                .putLong(position.topicId().getMostSignificantBits())
                .putLong(position.topicId().getLeastSignificantBits())
                .putInt(position.partition())
                .putLong(position.offset())
                .putLong(position.appendTime())
                .putInt(position.events())
                .put(stream);
        System.arraycopy(mac(token, signed), 0, token, signed, MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** The position of a receipt, or null when the text isn't one, or was signed with another key. */
    @Nullable
    Position position(String text) {
        if (!isBase64Url(text)) {
            return null;
        }
        byte[] token = Base64.getUrlDecoder().decode(text);
        int signed = token.length - MAC_BYTES;
        if (signed <= FIXED_BYTES || token[0] != VERSION) {
            return null;
        }
        byte[] given = Arrays.copyOfRange(token, signed, token.length);
        byte[] right = Arrays.copyOf(mac(token, signed), MAC_BYTES);
        return MessageDigest.isEqual(given, right) ? read(token, signed) : null;
    }

    private static Position read(byte[] token, int signed) {
        ByteBuffer fields = ByteBuffer.wrap(token, 1, signed - 1);
        UUID topicId = new UUID(fields.getLong(), fields.getLong());
        int partition = fields.getInt();
        long offset = fields.getLong();
        long appendTime = fields.getLong();
        int events = fields.getInt();
        String stream = new String(token, FIXED_BYTES, signed - FIXED_BYTES, StandardCharsets.US_ASCII);
        return new Position(stream, topicId, partition, offset, appendTime, events);
    }

    /** Looked at first, because a text that can't be decoded would cost an exception, and anybody can send one. */
    private static boolean isBase64Url(String text) {
        if (text.length() > MAX_CHARACTERS || text.length() % 4 == 1) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean known =
                    (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
            if (!known) {
                return false;
            }
        }
        return true;
    }

    private byte[] mac(byte[] token, int signed) {
        Mac mac = macs.get();
        mac.update(token, 0, signed);
        return mac.doFinal();
    }

    private Mac newMac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
