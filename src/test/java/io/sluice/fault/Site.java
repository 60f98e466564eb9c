package io.sluice.fault;

import io.sluice.support.Gateway;
import io.sluice.support.NodeProcess;
import io.sluice.support.Ports;
import io.sluice.support.Table;
import io.sluice.support.TestProxy;
import io.sluice.support.TestServers;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run breaks: two nodes that know nothing of each other, Kafka, PostgreSQL, a disk for each of the two, and the ways.
 *
 * <pre>
 *   node 0 ─┬─ way 0 ─▶ Kafka        each node, and Kafka, is a process; the ways are TCP proxies
 *   node 1 ─┘
 *   node 0 ─── way 1 ─▶ PostgreSQL
 *   node 1 ─── way 2 ─▶ PostgreSQL
 * </pre>
 */
final class Site implements AutoCloseable {
    static final int NODES = 2;
    static final int WAYS = 1 + NODES;
    static final List<String> PLAIN = List.of("playback");
    static final List<String> WITH_IDS = List.of("tracks");
    static final List<String> STREAMS = List.of("playback", "tracks");

    private final Vertx vertx = Vertx.vertx();
    private final Path output;
    private final TestServers servers;
    private final Disk kafkaDisk;
    private final Disk postgresDisk;
    private final int kafkaWay = Ports.free();
    private final List<TestProxy> ways = new ArrayList<>();
    private final List<JsonObject> settings = new ArrayList<>();
    private final List<Gateway> gateways = new ArrayList<>();
    private final NodeProcess[] nodes = new NodeProcess[NODES];

    private Site(Path output) throws IOException, InterruptedException {
        this.output = output;
        this.servers = TestServers.stopped();
        this.kafkaDisk = Disk.mount(servers.kafkaFolder());
        this.postgresDisk = Disk.mount(servers.postgresFolder());
    }

    /** Everything starts; the processes' output goes into files of that folder. */
    static Site start(Path output) throws IOException, InterruptedException {
        Site site = new Site(output);
        try {
            site.start();
            return site;
        } catch (IOException | RuntimeException e) {
            site.close();
            throw e;
        }
    }

    private void start() throws IOException {
        servers.startPostgres();
        startKafka();
        openWay(new TestProxy(vertx, servers.kafkaPort()), kafkaWay);
        Path streams = streams(output);
        for (int i = 0; i < NODES; i++) {
            int postgresWay = Ports.free();
            openWay(new TestProxy(vertx, servers.postgresPort()), postgresWay);
            addNode(streams, postgresWay);
            startNode(i);
        }
    }

    private void openWay(TestProxy way, int port) {
        way.start(port).toCompletionStage().toCompletableFuture().join();
        ways.add(way);
    }

    /** The stream that comes with the product, and the same with a pointer to an id. */
    private static Path streams(Path output) throws IOException {
        Path folder = Files.createDirectories(output.resolve("streams"));
        String playback = Files.readString(Path.of("conf", "streams", "playback.json"));
        Files.writeString(folder.resolve("playback.json"), playback);
        Files.writeString(
                folder.resolve("tracks.json"),
                new JsonObject(playback).put("id", "/id").encode());
        return folder;
    }

    private void addNode(Path streams, int postgresWay) {
        int http = Ports.free();
        int management = Ports.free();
        JsonObject own = servers.settings(http, management)
                .put("streams", streams.toAbsolutePath().toString());
        own.getJsonObject("kafka").put("servers", "127.0.0.1:" + kafkaWay);
        own.getJsonObject("database").put("url", "postgresql://127.0.0.1:" + postgresWay + "/sluice");
        settings.add(own);
        gateways.add(new Gateway(http, management));
    }

    private void startNode(int which) throws IOException {
        nodes[which] = NodeProcess.node(settings.get(which), output.resolve("node-" + which + ".log"));
    }

    private void startKafka() throws IOException {
        servers.startKafkaProcess(kafkaWay, output.resolve("kafka.log"));
    }

    boolean hasDisks() {
        return kafkaDisk != null && postgresDisk != null;
    }

    List<Gateway> gateways() {
        return gateways;
    }

    /** Where the processes' output is. */
    Path output() {
        return output;
    }

    /** A node's settings, for a command that needs what a node needs. */
    String conf() {
        return settings.get(0).encode();
    }

    Table table() {
        return new Table(servers);
    }

    String kafka() {
        return servers.kafka();
    }

    void begin(Fault fault) throws IOException, InterruptedException {
        switch (fault.kind()) {
            case KILL_NODE -> nodes[fault.which()].kill();
            case STOP_NODE -> nodes[fault.which()].terminate();
            case PAUSE_NODE -> nodes[fault.which()].pause();
            case KILL_KAFKA -> servers.killKafka();
            case STOP_POSTGRES -> servers.stopPostgresAtOnce();
            case FILL_KAFKA -> kafkaDisk.fill();
            case FILL_POSTGRES -> postgresDisk.fill();
            case CUT_WAY, SLOW_WAY, MUTE_WAY ->
                ways.get(fault.which()).mode(fault.kind().mode());
        }
    }

    void end(Fault fault) throws IOException, InterruptedException {
        switch (fault.kind()) {
            case KILL_NODE, STOP_NODE -> startNode(fault.which());
            case PAUSE_NODE -> nodes[fault.which()].resume();
            case KILL_KAFKA -> startKafka();
            case STOP_POSTGRES -> servers.startPostgres();
            case FILL_KAFKA -> {
                kafkaDisk.free();
                // Some of its threads have ended by now: as an operator would, it is started anew.
                servers.killKafka();
                startKafka();
            }
            case FILL_POSTGRES -> {
                postgresDisk.free();
                if (!servers.isPostgresAlive()) {
                    servers.stopPostgres();
                    servers.startPostgres();
                }
            }
            case CUT_WAY, SLOW_WAY, MUTE_WAY -> ways.get(fault.which()).mode(TestProxy.Mode.OPEN);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (NodeProcess node : nodes) {
            if (node != null) {
                node.close();
            }
        }
        try {
            servers.stopPostgresAtOnce();
            servers.killKafka();
        } finally {
            for (Disk disk : new Disk[] {kafkaDisk, postgresDisk}) {
                if (disk != null) {
                    disk.close();
                }
            }
            servers.close();
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
