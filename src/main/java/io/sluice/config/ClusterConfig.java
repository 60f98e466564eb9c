package io.sluice.config;

import io.sluice.message.WireVersion;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How nodes of a cluster talk to each other and stand in for each other, and how a node mends itself. How they find each
 * other stands in Hazelcast's file.
 *
 * @param wanted   how many nodes must run a role at least, like {@code {"http": 2}}; of a role that isn't
 *                 named: one, if any node of the cluster has had it among its own
 * @param standIn  roles that this node takes over when too few nodes run them, beside its own; a spare takes over all its roles
 * @param announce how often a node tells the others what it runs
 * @param silence  a node that isn't heard for so long counts as gone; also how long a node listens before it takes anything over
 * @param restart  pause before a verticle that failed is started again; doubled after each failure, up to 64 times
 * @param restarts failures of a role in a row after which this node gives it up, if another one can run it
 * @param blocked  an event loop that doesn't come back for so long counts as a failure of the verticle on it
 * @param wire     version of messages and record headers that this node writes, 1 or 2; it reads both. 2 only once every node reads it, also of nodes that share nothing but Kafka
 * @param tls      of the event bus; null: none
 */
public record ClusterConfig(
        JsonObject wanted,
        List<Role> standIn,
        Duration announce,
        Duration silence,
        Duration restart,
        int restarts,
        Duration blocked,
        int wire,
        @Nullable Tls tls) {
    public ClusterConfig {
        wanted.forEach(entry -> checkWanted(entry.getKey(), entry.getValue()));
        Check.positive("announce", announce);
        Check.holds(announce.multipliedBy(2).compareTo(silence) <= 0, "silence: must be twice announce at least");
        Check.positive("restart", restart);
        Check.holds(restarts >= 1, "restarts: must be 1 or more");
        Check.holds(blocked.toMillis() >= 1_000, "blocked: must be 1s or longer");
        Check.holds(
                wire >= WireVersion.OLDEST && wire <= WireVersion.NEWEST,
                "wire: must be " + WireVersion.OLDEST + " to " + WireVersion.NEWEST);
    }

    private static void checkWanted(String name, Object number) {
        Check.holds(
                Arrays.stream(Role.values()).anyMatch(role -> role.text().equals(name)),
                "wanted: " + name + " isn't a role; the roles are "
                        + Arrays.stream(Role.values()).map(Role::text).collect(Collectors.joining(", ")));
        Check.holds(
                number instanceof Integer least && least >= 0, "wanted." + name + ": expected a whole number from 0");
    }

    /** {@link #wanted} by role. */
    public Map<Role, Integer> minimum() {
        Map<Role, Integer> minimum = new EnumMap<>(Role.class);
        wanted.forEach(entry -> minimum.put(Role.of(entry.getKey()), (Integer) entry.getValue()));
        return minimum;
    }

    /**
     * Both ends of every connection show a certificate, and take none but those of one authority. All three are PEM, best
     * as {@code file:/path}.
     *
     * @param cert this node's certificate, and the ones between it and {@code ca}, if any
     * @param key  its private key, without a password
     * @param ca   the authority's certificate: whoever has one of its certificates is a node of this cluster
     */
    public record Tls(Secret cert, Secret key, Secret ca) {
        public Tls {
            certificates("cert", cert);
            Check.holds(
                    key.reveal().contains("PRIVATE KEY-----") && !key.reveal().contains("ENCRYPTED"),
                    "key: expected a private key as PEM, without a password: file:/path, or env:NAME");
            certificates("ca", ca);
        }

        private static void certificates(String key, Secret pem) {
            try {
                int found = CertificateFactory.getInstance("X.509")
                        .generateCertificates(
                                new ByteArrayInputStream(pem.reveal().getBytes(StandardCharsets.UTF_8)))
                        .size();
                Check.holds(found > 0, key + ": there is no certificate in it");
            } catch (CertificateException e) {
                throw new IllegalArgumentException(
                        key + ": expected a certificate as PEM: file:/path, or env:NAME (" + e.getMessage() + ')', e);
            }
        }
    }
}
