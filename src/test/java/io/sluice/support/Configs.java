package io.sluice.support;

import io.sluice.config.Module;
import io.sluice.config.SluiceConfig;
import io.sluice.config.StreamFolder;
import io.sluice.config.Streams;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;

/** Configurations for tests: the defaults, and what a test needs beside them. */
public final class Configs {
    private Configs() {}

    /** The least that must be set, with every port free to choose and servers that nobody listens at. */
    public static JsonObject least() {
        return new JsonObject()
                .put("http", new JsonObject().put("host", "127.0.0.1").put("port", 0))
                .put("management", new JsonObject().put("port", 0))
                .put(
                        "kafka",
                        new JsonObject()
                                .put("servers", "127.0.0.1:1")
                                .put("replicationFactor", 1)
                                .put("minInSyncReplicas", 1)
                                .put("allowUnsafe", true))
                .put(
                        "database",
                        new JsonObject()
                                .put("url", "postgresql://127.0.0.1:1/sluice")
                                .put("writer", login())
                                .put("reader", login())
                                .put("maintenance", login()))
                .put("receipts", new JsonObject().put("key", "0123456789abcdef0123456789abcdef"));
    }

    private static JsonObject login() {
        return new JsonObject().put("user", "u").put("password", "p");
    }

    public static SluiceConfig config(JsonObject settings) {
        return Module.ofThisJar().configure("test", settings);
    }

    /** The streams that come with the product. */
    public static Streams streams() {
        return StreamFolder.read("classpath:streams", Path.of(""));
    }
}
