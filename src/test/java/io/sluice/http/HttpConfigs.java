package io.sluice.http;

import io.sluice.config.HttpConfig;
import io.sluice.config.Module;
import io.sluice.config.ReceiptConfig;
import io.sluice.config.Secret;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Configurations for tests: the defaults of mod.json on a free port of the loopback, and what a test changes. */
final class HttpConfigs {
    private HttpConfigs() {}

    static HttpConfig with(UnaryOperator<JsonObject> change) {
        JsonObject user = new JsonObject().put("user", "u").put("password", "p");
        JsonObject settings = new JsonObject()
                .put(
                        "http",
                        change.apply(new JsonObject().put("host", "127.0.0.1").put("port", 0)))
                .put("kafka", new JsonObject().put("servers", "127.0.0.1:1").put("deliveryTimeout", "10ms"))
                .put("validation", new JsonObject().put("appendTimeout", "20ms"))
                .put(
                        "database",
                        new JsonObject()
                                .put("url", "postgresql://127.0.0.1:1/x")
                                .put("writer", user)
                                .put("reader", user)
                                .put("maintenance", user))
                .put(
                        "receipts",
                        new JsonObject()
                                .put("key", "0123456789abcdef0123456789abcdef")
                                .put("maxWait", "50ms"));
        return Module.ofThisJar().configure("test", settings).http();
    }

    static ReceiptConfig receipts(String key) {
        return new ReceiptConfig(new Secret(key), Duration.ofSeconds(20), 10, 5);
    }
}
