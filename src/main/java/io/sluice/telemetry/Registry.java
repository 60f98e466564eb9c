package io.sluice.telemetry;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.micrometer.VertxPrometheusOptions;
import io.vertx.micrometer.backends.BackendRegistries;

/** The registry of meters that Vert.x's own figures and ours share. */
public final class Registry {
    private static final String NAME = "sluice";

    private Registry() {}

    /**
     * Puts the metrics of Vert.x into the options of a node that is about to start. Those of HTTP and sockets stay off: they
     * cost as much as the request itself, and {@link Metric} counts what matters.
     */
    public static VertxBuilder measured(VertxOptions options) {
        MicrometerMetricsOptions metrics = new MicrometerMetricsOptions()
                .setEnabled(true)
                .setRegistryName(NAME)
                .setJvmMetricsEnabled(true)
                .setPrometheusOptions(new VertxPrometheusOptions().setEnabled(true));
        metrics.addDisabledMetricsCategory(MetricsDomain.HTTP_SERVER)
                .addDisabledMetricsCategory(MetricsDomain.HTTP_CLIENT)
                .addDisabledMetricsCategory(MetricsDomain.NET_SERVER)
                .addDisabledMetricsCategory(MetricsDomain.NET_CLIENT);
        options.setMetricsOptions(metrics);
        return Vertx.builder().with(options).withMetrics(new MicrometerMetricsFactory());
    }

    /** The registry that {@link #measured} set up, or a new one when this Vert.x was started without metrics. */
    public static PrometheusMeterRegistry of(Vertx vertx) {
        return vertx.isMetricsEnabled() && BackendRegistries.getNow(NAME) instanceof PrometheusMeterRegistry registry
                ? registry
                : new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }
}
