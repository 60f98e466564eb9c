package io.sluice.embedded;

import io.sluice.cli.client.ExitCode;
import io.sluice.cli.node.Launch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One node with an embedded Kafka broker and an embedded PostgreSQL, durable, on loopback. */
@Command(
        name = "dev",
        description =
                "Start one node with a Kafka broker and a PostgreSQL of its own, on loopback. What it stores stays.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "1:a port is busy, or a server did not start",
            "2:wrong usage",
            "11:Vert.x did not start",
            "15:the node did not start",
            "130:ended by Ctrl-C",
            "143:ended by SIGTERM"
        },
        footerHeading = "%n",
        footer = {"Port 0 takes a free one. Ctrl-C ends everything; the data stay in the folder."})
public final class DevCommand implements Callable<Integer> {
    /** Where {@code sluice sql} looks for a development node. */
    static final Path DATA = Path.of("data");

    @Option(names = "--data", paramLabel = "FOLDER", description = "Where Kafka's and PostgreSQL's data lie.")
    Path data = DATA;

    @Option(names = "--streams", paramLabel = "FOLDER", description = "The streams' files.")
    String streams = "conf/streams";

    @Option(names = "--http-port", paramLabel = "PORT", description = "Where events are POSTed to.")
    int httpPort = 8080;

    @Option(names = "--management-port", paramLabel = "PORT", description = "Health and metrics.")
    int managementPort = 8081;

    @Option(names = "--kafka-port", paramLabel = "PORT", description = "The embedded Kafka broker.")
    int kafkaPort = 9092;

    @Option(names = "--postgres-port", paramLabel = "PORT", description = "The embedded PostgreSQL.")
    int postgresPort = 5432;

    @Option(names = "--servers-only", description = "Start Kafka and PostgreSQL and no node.")
    boolean serversOnly;

    /** Starts the servers and the node; returns once the node runs, or the exit code of a start that failed. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = data.toAbsolutePath().normalize();
        DataLock lock = DataLock.take(folder);
        // A killed node's PostgreSQL lives on and has the port; nobody else can have the folder now.
        LeftoverPostmaster.end(DevServers.postgresFolder(folder));
        DevPorts ports = DevPorts.choose(httpPort, managementPort, kafkaPort, postgresPort, serversOnly);
        StartGuard guard = new StartGuard();
        DevServers servers = guard.start(() -> DevServers.start(folder, lock, ports));
        DevConfig config = new DevConfig(ports, servers, streams);
        config.write(data);
        if (serversOnly) {
            return waitForEnd(config);
        }
        return Launch.alone(
                        config.settings(),
                        () -> {
                            guard.handOver();
                            greet(ports, config);
                        },
                        servers::close)
                .start();
    }

    /** Once the whole route is there; a line that is copied before would only get a 503. */
    private void greet(DevPorts ports, DevConfig config) {
        boolean up = Readiness.await(ports.management());
        System.out.println(up ? config.greeting(data) : config.notReady());
    }

    /** Until the JVM ends: the guard closes the servers, and holds the JVM until that is done. */
    private static int waitForEnd(DevConfig config) throws InterruptedException {
        System.out.println(config.serversGreeting());
        new CountDownLatch(1).await();
        return ExitCode.RUNNING;
    }
}
