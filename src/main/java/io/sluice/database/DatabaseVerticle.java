package io.sluice.database;

import io.sluice.config.DatabaseConfig;
import io.sluice.config.Streams;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stage 4: owns partitions, pulls their records from the bridge, and stores each exactly once. PostgreSQL or the bridge
 * away never fails the start: it waits, and goes on by itself. One instance a node.
 */
public final class DatabaseVerticle extends VerticleBase {
    private static final int SUFFIX_CHARACTERS = 8;

    private final DatabaseConfig config;
    private final Streams streams;
    private final String node;
    private final Telemetry telemetry;
    private final Health health;
    private final Pipeline pipeline;
    private @Nullable StoringStage stage;

    /**
     * @param config    the roles' passwords are revealed only to the driver
     * @param streams   what this node stores; partitions of other streams are left to others
     * @param node      names this process in its lease, with a random suffix: the one that had the name before may only be paused,
     *                  and must not live on by this one's renewals
     * @param telemetry takes the figures of storing
     * @param health    hears of the part "database": UP or DEGRADED, never DOWN
     */
    public DatabaseVerticle(DatabaseConfig config, Streams streams, String node, Telemetry telemetry, Health health) {
        this(config, streams, node, telemetry, health, new Pipeline(StoringStage.deadline(config)));
    }

    /** The same, which sends its transactions by that pipeline. */
    DatabaseVerticle(
            DatabaseConfig config,
            Streams streams,
            String node,
            Telemetry telemetry,
            Health health,
            Pipeline pipeline) {
        this.config = config;
        this.streams = streams;
        this.node = node;
        this.telemetry = telemetry;
        this.health = health;
        this.pipeline = pipeline;
    }

    @Override
    public Future<?> start() {
        String name = node + '-' + UUID.randomUUID().toString().substring(0, SUFFIX_CHARACTERS);
        Clock clock = Clock.systemUTC();
        StoringStage made = new StoringStage(
                vertx, config, streams, name, telemetry, new DatabaseHealth(health, telemetry, clock), clock, pipeline);
        stage = made;
        return made.start();
    }

    /** Lets the running transaction end and gives everything back; bounded by the statements' deadlines. */
    @Override
    public Future<?> stop() {
        StoringStage running = stage;
        return running == null ? Future.succeededFuture() : running.stop();
    }
}
