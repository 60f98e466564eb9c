package io.sluice.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.VertxTracerFactory;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.transport.Transport;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;

/**
 * Makes a clustered Vert.x that the other nodes answer. Hazelcast takes in whoever knows its cluster's name, also a node
 * that the event bus refuses; were anything deployed on it, the others would send it requests that never arrive. So the bus
 * is tried first, and the start fails where it doesn't carry.
 */
public final class JoiningBuilder implements VertxBuilder {
    private final VertxBuilder builder;
    private final HazelcastClusterManager cluster;

    public JoiningBuilder(VertxBuilder builder, HazelcastClusterManager cluster) {
        this.builder = builder.withClusterManager(cluster);
        this.cluster = cluster;
    }

    @Override
    public Future<Vertx> buildClustered() {
        return builder.buildClustered().compose(this::welcomed);
    }

    private Future<Vertx> welcomed(Vertx vertx) {
        return new Greeting(vertx, cluster)
                .exchange()
                .map(vertx)
                .recover(refused -> vertx.close().transform(closed -> Future.failedFuture(refused)));
    }

    @Override
    public Vertx build() {
        return builder.build();
    }

    @Override
    public VertxBuilder with(VertxOptions options) {
        builder.with(options);
        return this;
    }

    @Override
    public VertxBuilder withMetrics(VertxMetricsFactory factory) {
        builder.withMetrics(factory);
        return this;
    }

    @Override
    public VertxBuilder withTracer(VertxTracerFactory factory) {
        builder.withTracer(factory);
        return this;
    }

    @Override
    public VertxBuilder withTransport(Transport transport) {
        builder.withTransport(transport);
        return this;
    }

    @Override
    public VertxBuilder withClusterManager(ClusterManager another) {
        throw new IllegalStateException("the cluster manager is chosen already");
    }
}
