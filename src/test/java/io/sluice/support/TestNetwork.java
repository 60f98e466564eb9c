package io.sluice.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Hosts on this machine, each a network namespace on two wires that can be cut. Needs root and Debian's iproute2. What it
 * made is removed when it is closed, or when this JVM ends in order.
 *
 * <pre>
 *   host 1 ──┬── way ──────┐
 *   host 2 ──┼── way ──────┼── bridge ── this JVM, with the servers and the senders: {@link #here}
 *            │             │
 *   host 1 ──┴── cluster ──┐
 *   host 2 ───── cluster ──┴── bridge that nobody else is on
 * </pre>
 */
public final class TestNetwork implements AutoCloseable {
    /** Of the addresses that RFC 2544 keeps for tests. */
    private static final String WAY = "198.18.";

    private static final String CLUSTER = "198.19.";
    private static final int NETWORKS = 254;

    private final String name =
            "sl" + Integer.toHexString(ThreadLocalRandom.current().nextInt(0x1000, 0x10000));
    private final int number = ThreadLocalRandom.current().nextInt(NETWORKS);
    private final List<Host> hosts;
    private final Thread atExit = new Thread(this::remove, "remove " + name);

    /** One of the hosts. */
    public final class Host {
        private final int index;

        private Host(int index) {
            this.index = index;
        }

        /** What stands before a command that is to run there. */
        public List<String> command() {
            return List.of("ip", "netns", "exec", namespace());
        }

        /** As senders reach it. */
        public String address() {
            return TestNetwork.address(WAY, number, index);
        }

        /** As the other hosts reach it, and nobody else. */
        public String clusterAddress() {
            return TestNetwork.address(CLUSTER, number, index);
        }

        /** Pulls the wire to the other hosts. */
        public void cutFromCluster() throws IOException, InterruptedException {
            run("ip", "link", "set", clusterWire(), "down");
        }

        /** Pulls both wires. */
        public void cut() throws IOException, InterruptedException {
            cutFromCluster();
            run("ip", "link", "set", wayWire(), "down");
        }

        /** Both wires are in. */
        public void heal() throws IOException, InterruptedException {
            run("ip", "link", "set", clusterWire(), "up");
            run("ip", "link", "set", wayWire(), "up");
        }

        private String namespace() {
            return name + '-' + index;
        }

        private String clusterWire() {
            return name + 'c' + index;
        }

        private String wayWire() {
            return name + 'w' + index;
        }

        private void make() throws IOException, InterruptedException {
            run("ip", "netns", "add", namespace());
            wire(wayWire(), "way", address(), wayBridge());
            wire(clusterWire(), "cluster", clusterAddress(), clusterBridge());
            run("ip", "-n", namespace(), "link", "set", "lo", "up");
        }

        private void wire(String outside, String inside, String address, String bridge)
                throws IOException, InterruptedException {
            run("ip", "link", "add", outside, "type", "veth", "peer", "name", inside, "netns", namespace());
            run("ip", "-n", namespace(), "address", "add", address + "/24", "dev", inside);
            run("ip", "-n", namespace(), "link", "set", inside, "up");
            run("ip", "link", "set", outside, "master", bridge, "up");
        }
    }

    private TestNetwork(int size) {
        this.hosts = IntStream.rangeClosed(2, size + 1).mapToObj(Host::new).toList();
    }

    /** As many hosts; fails with an IOException where that isn't allowed, and leaves nothing behind. */
    public static TestNetwork of(int size) throws IOException, InterruptedException {
        TestNetwork network = new TestNetwork(size);
        Runtime.getRuntime().addShutdownHook(network.atExit);
        try {
            network.make();
            return network;
        } catch (IOException e) {
            network.close();
            throw e;
        }
    }

    private void make() throws IOException, InterruptedException {
        run("ip", "link", "add", wayBridge(), "type", "bridge");
        run("ip", "address", "add", here() + "/24", "dev", wayBridge());
        run("ip", "link", "set", wayBridge(), "up");
        run("ip", "link", "add", clusterBridge(), "type", "bridge");
        run("ip", "link", "set", clusterBridge(), "up");
        for (Host host : hosts) {
            host.make();
        }
    }

    public List<Host> hosts() {
        return hosts;
    }

    /** This JVM's address, as the hosts see it. */
    public String here() {
        return address(WAY, number, 1);
    }

    private static String address(String network, int number, int index) {
        return network + number + '.' + index;
    }

    private String wayBridge() {
        return name + 'w';
    }

    private String clusterBridge() {
        return name + 'c';
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said.strip());
        }
    }

    /** Both ends of a wire go at once; what isn't there needn't go. */
    private void remove() {
        List<List<String>> commands = new ArrayList<>();
        hosts.forEach(host -> {
            commands.add(List.of("ip", "link", "del", host.wayWire()));
            commands.add(List.of("ip", "link", "del", host.clusterWire()));
            commands.add(List.of("ip", "netns", "del", host.namespace()));
        });
        commands.add(List.of("ip", "link", "del", wayBridge()));
        commands.add(List.of("ip", "link", "del", clusterBridge()));
        for (List<String> command : commands) {
            try {
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            } catch (IOException e) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The processes in it have ended. */
    @Override
    public void close() {
        remove();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
