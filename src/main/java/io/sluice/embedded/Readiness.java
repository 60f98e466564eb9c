package io.sluice.embedded;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Asks a node's health until every part is up, as a person would. */
final class Readiness {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAUSE_MILLIS = 100;

    private Readiness() {}

    /** Blocks; false when the node isn't up after 30 seconds. */
    static boolean await(int managementPort) {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest question = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + managementPort + "/health/ready"))
                .timeout(PATIENCE)
                .build();
        CountDownLatch up = new CountDownLatch(1);
        ScheduledExecutorService asker = Executors.newSingleThreadScheduledExecutor();
        ScheduledFuture<?> asking = asker.scheduleWithFixedDelay(
                () -> {
                    if (isUp(client, question)) {
                        up.countDown();
                    }
                },
                0,
                PAUSE_MILLIS,
                TimeUnit.MILLISECONDS);
        try {
            return up.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            asking.cancel(true);
            asker.shutdownNow();
        }
    }

    private static boolean isUp(HttpClient client, HttpRequest question) {
        try {
            String answer =
                    client.send(question, HttpResponse.BodyHandlers.ofString()).body();
            return "up".equals(new JsonObject(answer).getString("status"));
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
