package io.sluice.report;

import io.sluice.config.ReportConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;

/** POSTs a result as JSON; an answer of 2xx means that it arrived. Redirects aren't followed: they could lead anywhere. */
final class WebhookOutlet implements Outlets.Outlet {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient client;
    private final ReportConfig.Webhook webhook;
    private final Shelf shelf;
    private final WorkerExecutor workers;

    WebhookOutlet(Vertx vertx, ReportConfig.Webhook webhook, Shelf shelf, WorkerExecutor workers) {
        this.client =
                vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(Math.toIntExact(TIMEOUT.toMillis())));
        this.webhook = webhook;
        this.shelf = shelf;
        this.workers = workers;
    }

    @Override
    public Future<Void> bring(ReportFile report, LocalDate day, int run) {
        return workers.executeBlocking(() -> shelf.whole(report, day, run, Form.JSON), false)
                .compose(this::post)
                .timeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .compose(WebhookOutlet::judged);
    }

    private Future<HttpClientResponse> post(String json) {
        RequestOptions options = new RequestOptions()
                .setAbsoluteURI(webhook.url())
                .setMethod(HttpMethod.POST)
                .setFollowRedirects(false)
                .putHeader(HttpHeaders.CONTENT_TYPE.toString(), "application/json")
                .putHeader(HttpHeaders.USER_AGENT.toString(), "sluice");
        if (webhook.authorization() != null) {
            options.putHeader(
                    HttpHeaders.AUTHORIZATION.toString(),
                    webhook.authorization().reveal());
        }
        return client.request(options).compose((HttpClientRequest request) -> request.send(json));
    }

    private static Future<Void> judged(HttpClientResponse response) {
        boolean good = response.statusCode() >= 200 && response.statusCode() < 300;
        return good ? Future.succeededFuture() : Future.failedFuture("the webhook answered " + response.statusCode());
    }
}
