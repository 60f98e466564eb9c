package io.sluice.http;

import io.sluice.config.HttpConfig;
import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Position;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What this node remembers of requests with an Idempotency-Key, so that a sender hears at once what the ledger would
 * find out later. The least recently used keys are forgotten first, and another node knows nothing of it: nothing relies
 * on it but the answer. One for each node, over all http verticles; thread-safe.
 *
 * <pre>
 *   unknown ──claim──▶ running ──accepted──▶ done, with its body's hash and its position
 *      ▲                  └──refused, or the outcome isn't known: the sender may try again
 *      └──────────────────┘
 * </pre>
 */
public final class KeyMemory {
    /** Whose key it is: the same key of another client, or to another stream, is another one. */
    record RequestKey(String client, String stream, String text) {}

    private final Map<RequestKey, Claim> claims;

    /** Remembers {@code http.maxKeys} keys; how many there are shows as a gauge. */
    public KeyMemory(HttpConfig config, Telemetry telemetry) {
        this.claims = new LeastRecentlyUsed(config.maxKeys());
        telemetry.gauge(Metric.REMEMBERED_KEYS, this::size);
    }

    /**
     * Takes the key for a request whose body is complete.
     *
     * @param body inflated
     * @return the claim, to be settled once; or that of an earlier request with the same body that was accepted
     * @throws SluiceException KEY_IN_USE or KEY_REUSED
     */
    Claim claim(RequestKey key, Buffer body) {
        UUID hash = hash(body);
        synchronized (claims) {
            Claim earlier = claims.get(key);
            if (earlier == null) {
                Claim claim = new Claim(key, hash);
                claims.put(key, claim);
                return claim;
            }
            if (earlier.position == null) {
                throw new SluiceException(
                        Failure.KEY_IN_USE,
                        "a request with this Idempotency-Key is being written; send this one again after Retry-After");
            }
            if (!earlier.hash.equals(hash)) {
                throw new SluiceException(
                        Failure.KEY_REUSED,
                        "a request with this Idempotency-Key and another body was accepted; give each request a key"
                                + " of its own, and the same one only when it is sent again unchanged");
            }
            return earlier;
        }
    }

    private int size() {
        synchronized (claims) {
            return claims.size();
        }
    }

    /** SHA-256, cut: two bodies don't meet by chance, and nobody can make them. */
    private static UUID hash(Buffer body) {
        try {
            ByteBuffer hash =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(body.getBytes()));
            return new UUID(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** One request's hold on its key. */
    final class Claim {
        private final RequestKey key;
        private final UUID hash;
        /** Null while the request is under way. */
        private @Nullable Position position;

        private Claim(RequestKey key, UUID hash) {
            this.key = key;
            this.hash = hash;
        }

        /** Where the events are, when an earlier request wrote them; null when this one has to. */
        @Nullable
        Position written() {
            synchronized (claims) {
                return position;
            }
        }

        /** The request was accepted. */
        void accepted(Position at) {
            synchronized (claims) {
                position = at;
            }
        }

        /** It wasn't: the next request with the key goes through. Forgotten meanwhile, it may be another's already. */
        void release() {
            synchronized (claims) {
                claims.remove(key, this);
            }
        }
    }

    private static final class LeastRecentlyUsed extends LinkedHashMap<RequestKey, Claim> {
        private static final long serialVersionUID = 1L;
        private final int most;

        LeastRecentlyUsed(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<RequestKey, Claim> eldest) {
            return size() > most;
        }
    }
}
