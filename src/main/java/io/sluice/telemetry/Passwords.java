package io.sluice.telemetry;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.BCrypt.Version;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Compares passwords with their bcrypt forms, which is slow on purpose: on a worker, one at a time, and a right one only
 * once. Used on one event loop.
 */
final class Passwords {
    /** Each takes up to a second: who waits behind more than these is better told to come again. */
    private static final int MOST_WAITING = 16;

    private static final int MOST_KNOWN = 100;
    private static final int SALT_BYTES = 16;

    private final Map<String, String> hashes;
    private final WorkerExecutor worker;
    private final byte[] salt = new byte[SALT_BYTES];
    private int waiting;

    /** Salted digests of credentials that were right; the users of a node never change. */
    private final Map<String, Boolean> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    /** The bcrypt forms by user. */
    Passwords(Vertx vertx, Map<String, String> hashes) {
        this.hashes = Map.copyOf(hashes);
        this.worker = vertx.createSharedWorkerExecutor("sluice-passwords", 1);
        new SecureRandom().nextBytes(salt);
    }

    /** Whether it is the user's; fails with OVERLOADED while too many are being compared. */
    Future<Boolean> matches(String user, byte[] password) {
        String digest = digest(user, password);
        if (known.containsKey(digest)) {
            return Future.succeededFuture(true);
        }
        if (hashes.isEmpty()) {
            return Future.succeededFuture(false);
        }
        if (waiting >= MOST_WAITING) {
            return Future.failedFuture(
                    new SluiceException(Failure.OVERLOADED, "too many passwords are being compared; try again later"));
        }
        waiting++;
        // An unknown user's is compared too, so that the time doesn't tell whether there is such a user.
        String hash = hashes.getOrDefault(user, hashes.values().iterator().next());
        return worker.executeBlocking(() -> compare(password, hash), false)
                .map(same -> same && hashes.containsKey(user))
                .onComplete(done -> waiting--)
                .onSuccess(right -> {
                    if (right) {
                        known.put(digest, true);
                    }
                });
    }

    /** As htpasswd does, only the first 72 bytes count. */
    private static boolean compare(byte[] password, String hash) {
        return BCrypt.verifyer(Version.VERSION_2Y, LongPasswordStrategies.truncate(Version.VERSION_2Y))
                .verify(password, hash.getBytes(StandardCharsets.US_ASCII))
                .verified;
    }

    private String digest(String user, byte[] password) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(salt);
            sha.update(user.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) ':');
            return HexFormat.of().formatHex(sha.digest(password));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
