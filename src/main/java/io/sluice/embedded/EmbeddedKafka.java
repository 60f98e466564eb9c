package io.sluice.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka broker that is its own controller, inside this JVM, on loopback only. Its data outlive it: a later start
 * in the same folder goes on with the same topics, on the same port or another. Thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final String HOST = "127.0.0.1";
    /** A healthy broker needs about a second; one that hangs must not keep the program from ending. */
    private static final long CLOSE_MILLIS = 20_000;

    private final KafkaRaftServer server;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts the broker and returns when it answers; blocks for some seconds.
     *
     * @param folder where its data lie; made when absent, formatted when it isn't yet
     * @param port   for clients; 0 for any that is free
     * @throws IllegalStateException when the port is busy or the broker can't start, saying which and why
     */
    public static EmbeddedKafka start(Path folder, int port) {
        return start(folder, port, null);
    }

    /**
     * The same for clients that come by another way.
     *
     * @param advertised where clients are told to come to, {@code HOST:PORT}, when something stands in between; null: to the
     *                   broker itself
     */
    public static EmbeddedKafka start(Path folder, int port, @Nullable String advertised) {
        int clients = LoopbackPort.claim(port, "Kafka");
        Properties settings = settings(folder.toAbsolutePath(), clients, LoopbackPort.claim(0, "Kafka"));
        if (advertised != null) {
            settings.setProperty("advertised.listeners", "CLIENTS://" + advertised);
        }
        format(folder, settings);
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
        EmbeddedKafka kafka = new EmbeddedKafka(server, clients);
        try {
            server.startup();
        } catch (RuntimeException e) {
            kafka.close();
            throw new IllegalStateException("the embedded Kafka didn't start on port " + clients + ": " + e, e);
        }
        return kafka;
    }

    /** The bootstrap servers, {@code 127.0.0.1:PORT}. */
    public String servers() {
        return HOST + ':' + port;
    }

    /** Stops the broker and gives its ports free; returns when that is done, or after a bounded time. Idempotent. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Thread stopping = new Thread(this::stop, "embedded-kafka-stop");
        stopping.setDaemon(true);
        stopping.start();
        try {
            stopping.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (stopping.isAlive()) {
            LOG.atWarn().addKeyValue("port", port).log("embedded Kafka didn't stop in time");
        }
    }

    private void stop() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path folder, Properties settings) {
        Path data = Path.of(settings.getProperty("log.dirs"));
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        try {
            Files.createDirectories(data);
            Path file = folder.resolve("server.properties");
            try (Writer writer = Files.newBufferedWriter(file)) {
                settings.store(writer, "what the folder was formatted with; written by each first start");
            }
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            int exit = StorageTool.execute(
                    new String[] {
                        "format", "--ignore-formatted", "-t", Uuid.randomUuid().toString(), "-c", file.toString()
                    },
                    new PrintStream(said, true, StandardCharsets.UTF_8));
            if (exit != 0) {
                throw new IllegalStateException("the folder " + folder + " can't be formatted for Kafka: "
                        + said.toString(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " can't be used for Kafka", e);
        }
    }

    private static Properties settings(Path folder, int clients, int controller) {
        Properties settings = new Properties();
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", "1");
        settings.setProperty("controller.quorum.voters", "1@" + HOST + ':' + controller);
        settings.setProperty("controller.listener.names", "CONTROLLER");
        settings.setProperty("inter.broker.listener.name", "CLIENTS");
        settings.setProperty("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.setProperty(
                "listeners", "CLIENTS://" + HOST + ':' + clients + ",CONTROLLER://" + HOST + ':' + controller);
        settings.setProperty("advertised.listeners", "CLIENTS://" + HOST + ':' + clients);
        settings.setProperty("log.dirs", folder.resolve("kafka-logs").toString());
        oneBroker(settings);
        small(settings);
        return settings;
    }

    private static void oneBroker(Properties settings) {
        settings.setProperty("auto.create.topics.enable", "false");
        settings.setProperty("default.replication.factor", "1");
        settings.setProperty("min.insync.replicas", "1");
        settings.setProperty("offsets.topic.replication.factor", "1");
        settings.setProperty("offsets.topic.num.partitions", "1");
        settings.setProperty("transaction.state.log.replication.factor", "1");
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("share.coordinator.state.topic.replication.factor", "1");
        settings.setProperty("share.coordinator.state.topic.min.isr", "1");
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
        // There is no second replica: what a crash of the machine may take is bounded to this.
        settings.setProperty("log.flush.interval.ms", "1000");
        settings.setProperty("log.flush.scheduler.interval.ms", "1000");
    }

    /** The broker shares its JVM and its machine with everything else: the defaults are made for a server of its own. */
    private static void small(Properties settings) {
        settings.setProperty("num.network.threads", "2");
        settings.setProperty("num.io.threads", "4");
        settings.setProperty("background.threads", "2");
        settings.setProperty("log.cleaner.dedupe.buffer.size", "4194304");
    }
}
