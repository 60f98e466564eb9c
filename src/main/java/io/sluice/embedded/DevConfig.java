package io.sluice.embedded;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The settings of a development node, and what a person is told of it. */
final class DevConfig {
    /** Not a secret: the embedded PostgreSQL listens on loopback and holds a developer's own data. */
    private static final String PASSWORD = "sluice";

    private static final String KEY_FILE = "receipt.key";
    private static final int KEY_BYTES = 32;

    private final DevPorts ports;
    private final DevServers servers;
    private final String streams;
    private String receiptKey = "";

    DevConfig(DevPorts ports, DevServers servers, String streams) {
        this.ports = ports;
        this.servers = servers;
        this.streams = streams;
    }

    /** Writes dev.json, by which {@code sluice sql} finds this node, and the key of its receipts, so that they outlive it. */
    void write(Path data) throws IOException {
        receiptKey = receiptKey(data.resolve(KEY_FILE));
        JsonObject places = new JsonObject()
                .put("http", http())
                .put("management", "http://127.0.0.1:" + ports.management())
                .put("kafka", servers.kafka())
                .put("postgres", as("sluice_maintenance"))
                .put("reader", as("sluice_reader"));
        Files.writeString(data.resolve("dev.json"), places.encodePrettily() + "\n");
    }

    private static String receiptKey(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] key = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(key);
            Files.writeString(file, HexFormat.of().formatHex(key) + "\n");
        }
        return Files.readString(file).strip();
    }

    JsonObject settings() {
        return new JsonObject()
                .put("streams", Path.of(streams).toAbsolutePath().toString())
                .put("http", new JsonObject().put("host", "127.0.0.1").put("port", ports.http()))
                .put("management", new JsonObject().put("port", ports.management()))
                .put(
                        "kafka",
                        new JsonObject()
                                .put("servers", servers.kafka())
                                .put("replicationFactor", 1)
                                .put("minInSyncReplicas", 1)
                                .put("allowUnsafe", true))
                .put(
                        "database",
                        new JsonObject()
                                .put("url", servers.postgres())
                                .put("writer", login("sluice_writer"))
                                .put("reader", login("sluice_reader"))
                                .put("maintenance", login("sluice_maintenance")))
                .put("receipts", new JsonObject().put("key", receiptKey));
    }

    private static JsonObject login(String user) {
        return new JsonObject().put("user", user).put("password", PASSWORD);
    }

    private String http() {
        return "http://127.0.0.1:" + ports.http();
    }

    private String as(String user) {
        return servers.postgres().replace("postgresql://", "postgresql://" + user + ':' + PASSWORD + '@');
    }

    /** What stands on the terminal once the node runs: lines that can be copied and that work. */
    String greeting(Path data) {
        // By itself the command looks in the default folder only.
        String database = data.equals(DevCommand.DATA) ? "" : "--url " + as("sluice_reader") + ' ';
        return """

                Sluice is ready. Ctrl-C ends it; what it stored stays in the data folder.

                %1$s
                %2$s
                dashboard   http://127.0.0.1:%3$d/
                API         %4$s/api
                health      http://127.0.0.1:%3$d/health
                metrics     http://127.0.0.1:%3$d/metrics
                """.formatted(
                        firstSteps(Path.of(streams), http(), database), serversGreeting(), ports.management(), http());
    }

    /** Lines that work: with a folder of streams of somebody's own there may be no playback. */
    static String firstSteps(Path streams, String http, String database) {
        if (!Files.exists(streams.resolve("playback.json"))) {
            return "Events are POSTed to " + http + "/v1/logs/STREAM; the streams are the files in " + streams + "\n";
        }
        return """
                Send an event:
                  curl -i %1$s/v1/logs/playback -H 'content-type: application/json' -d '{"event":"track.streamed","at":"2026-11-21T08:00:00Z","userId":"u-1","trackId":7,"playedMs":180000,"territory":"DE"}'

                See it stored:
                  java -jar target/sluice-dev.jar sql %2$s"select received_at, event_time, user_id, payload from logs.playback order by received_at desc limit 5"
                """.formatted(http, database);
    }

    String notReady() {
        return "Sluice is started and not ready yet; http://127.0.0.1:" + ports.management() + "/health says why.\n";
    }

    String serversGreeting() {
        return "PostgreSQL  " + as("sluice_reader") + "\nkafka       " + servers.kafka();
    }
}
