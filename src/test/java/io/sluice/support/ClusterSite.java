package io.sluice.support;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.awaitility.core.ConditionTimeoutException;

/** Nodes of one cluster on this machine, each a process of target/sluice.jar, over real servers. */
public final class ClusterSite implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** A host that is cut off doesn't even refuse. */
    private static final Duration PATIENCE_WITH_A_HOST = Duration.ofSeconds(5);

    private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(20);

    private final TestServers servers;
    private final Path folder;
    private final String name = "test-" + UUID.randomUUID();
    private final int port = Ports.free();
    private final List<Member> members = new ArrayList<>();
    private final JsonObject common = new JsonObject();

    /**
     * Where a node runs.
     *
     * @param before  stands before its command
     * @param address of its ports for the cluster
     * @param members where the nodes look for each other
     */
    private record Place(List<String> before, String address, List<String> members, List<String> program) {
        static final Place HERE = running(List.of("-jar", "target/sluice.jar"));

        static Place running(List<String> program) {
            return new Place(List.of(), "127.0.0.1", List.of("127.0.0.1"), program);
        }

        static Place on(TestNetwork.Host host, TestNetwork network) {
            List<String> members = network.hosts().stream()
                    .map(TestNetwork.Host::clusterAddress)
                    .toList();
            return new Place(host.command(), host.clusterAddress(), members, HERE.program());
        }
    }

    /** {@code folder} takes the nodes' output. */
    public ClusterSite(TestServers servers, Path folder) {
        this.servers = servers;
        this.folder = folder;
    }

    /** From here on, each new node has this section in its settings. */
    public ClusterSite with(String section, JsonObject settings) {
        common.put(section, settings);
        return this;
    }

    /** A node of the cluster, whether its process runs or not. */
    public final class Member {
        private final Place place;
        private final String command;
        private final JsonObject settings;
        private final Gateway gateway;
        private final List<String> flags;
        private final Path output;
        private NodeProcess process;

        private Member(
                String name, Place place, String command, JsonObject settings, Gateway gateway, List<String> flags)
                throws IOException {
            this.place = place;
            this.command = command;
            this.settings = settings;
            this.gateway = gateway;
            this.flags = flags;
            this.output = folder.resolve(name + ".log");
            start();
        }

        /** Starts its process (again). */
        public void start() throws IOException {
            List<String> arguments = new ArrayList<>(
                    List.of(command, "-ha", "-cluster-host", place.address(), "-conf", settings.encode()));
            arguments.addAll(flags);
            List<String> jvm = List.of(
                    "-Xmx160m",
                    "-Dsluice.cluster.name=" + ClusterSite.this.name,
                    "-Dsluice.cluster.members=" + String.join(",", place.members()),
                    "-Dsluice.cluster.interface=" + place.address(),
                    "-Dsluice.cluster.port=" + port);
            List<String> line = new ArrayList<>(place.before());
            line.addAll(NodeProcess.java(jvm, place.program(), arguments));
            process = NodeProcess.start(new ProcessBuilder(line), output);
        }

        public Gateway gateway() {
            return gateway;
        }

        public NodeProcess process() {
            return process;
        }

        /** Waits until it says that it is ready. */
        public Member ready() {
            try {
                await().atMost(PATIENCE).ignoreExceptions().until(this::isReady);
                return this;
            } catch (ConditionTimeoutException e) {
                throw new AssertionError("a node isn't ready; what it said:\n" + process.output(), e);
            }
        }

        private boolean isReady() throws IOException, InterruptedException {
            return place.before().isEmpty()
                    ? gateway.manage("/health/ready").status() == 200
                    : ask("/health/ready").getString("status").equals("up");
        }

        /** What it says of the cluster. */
        public JsonObject cluster() throws IOException, InterruptedException {
            return place.before().isEmpty() ? gateway.manage("/admin/cluster").body() : ask("/admin/cluster");
        }

        /** The management port is open on its own host only; so it is asked also when it is cut off. */
        private JsonObject ask(String path) throws IOException, InterruptedException {
            List<String> question = new ArrayList<>(place.before());
            question.addAll(List.of("curl", "-s", "-m", "10", "http://127.0.0.1:" + gateway.management() + path));
            Process curl = new ProcessBuilder(question).start();
            byte[] answer = curl.getInputStream().readAllBytes();
            curl.waitFor();
            return new JsonObject(new String(answer, StandardCharsets.UTF_8));
        }

        /** The roles that run on it, as itself says. */
        public Set<String> running() throws IOException, InterruptedException {
            Set<String> running = new HashSet<>();
            for (Object node : cluster().getJsonArray("nodes")) {
                if (((JsonObject) node).getBoolean("here")) {
                    ((JsonObject) node).getJsonArray("running").forEach(role -> running.add((String) role));
                }
            }
            return running;
        }

        /** Its name in the cluster. */
        public String name() throws IOException, InterruptedException {
            return cluster().getString("asked");
        }
    }

    /** Starts {@code run} with these roles. */
    public Member node(String name, List<String> roles, String... flags) throws IOException {
        return add(name, "run", roles, new JsonObject(), flags);
    }

    /** The same with other settings of the section cluster. */
    public Member node(String name, List<String> roles, JsonObject cluster) throws IOException {
        return add(name, "run", roles, cluster);
    }

    /** The same of another program, as {@link PreviousRelease} has it. */
    public Member node(String name, List<String> roles, List<String> program) throws IOException {
        int http = Ports.free();
        int management = Ports.free();
        JsonObject settings = servers.settings(http, management).put("roles", new JsonArray(roles));
        return add(name, Place.running(program), "run", settings, new Gateway(http, management), List.of());
    }

    /** The same, and its settings have no word about PostgreSQL. */
    public Member withoutDatabase(String name, List<String> roles) throws IOException {
        int http = Ports.free();
        int management = Ports.free();
        JsonObject settings = servers.settings(http, management).put("roles", new JsonArray(roles));
        settings.remove("database");
        return add(name, Place.HERE, "run", settings, new Gateway(http, management), List.of());
    }

    /** Starts {@code run} on a host of its own, which reaches the servers at these addresses. */
    public Member node(
            String name, List<String> roles, TestNetwork network, TestNetwork.Host host, String kafka, String postgres)
            throws IOException {
        int http = Ports.free();
        int management = Ports.free();
        JsonObject settings = servers.settings(http, management).put("roles", new JsonArray(roles));
        settings.getJsonObject("http").put("host", host.address());
        settings.getJsonObject("kafka").put("servers", kafka);
        settings.getJsonObject("database").put("url", "postgresql://" + postgres + "/sluice");
        Gateway gateway = new Gateway(host.address(), http, management, PATIENCE_WITH_A_HOST);
        return add(name, Place.on(host, network), "run", settings, gateway, List.of());
    }

    /** Starts {@code bare}, a spare that may take over these roles. */
    public Member spare(String name, List<String> roles) throws IOException {
        return spare(name, roles, new JsonObject());
    }

    /** The same with other settings of the section cluster. */
    public Member spare(String name, List<String> roles, JsonObject cluster) throws IOException {
        return add(name, "bare", roles, cluster);
    }

    private Member add(String name, String command, List<String> roles, JsonObject cluster, String... flags)
            throws IOException {
        int http = Ports.free();
        int management = Ports.free();
        JsonObject settings = servers.settings(http, management)
                .put("roles", new JsonArray(roles))
                .put("cluster", cluster);
        return add(name, Place.HERE, command, settings, new Gateway(http, management), List.of(flags));
    }

    private Member add(
            String name, Place place, String command, JsonObject settings, Gateway gateway, List<String> flags)
            throws IOException {
        Member member = new Member(name, place, command, settings.mergeIn(common), gateway, flags);
        members.add(member);
        return member;
    }

    /** Four senders of playback events, who turn to any of these. */
    public static Load loadOn(Member... members) {
        List<Gateway> gateways = Arrays.stream(members).map(Member::gateway).toList();
        return Load.on(gateways, List.of("playback"), List.of(), 4, BETWEEN_REQUESTS, 1);
    }

    @Override
    public void close() throws IOException {
        for (Member member : members) {
            member.process.close();
        }
    }
}
