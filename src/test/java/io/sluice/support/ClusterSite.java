package io.sluice.support;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Nodes of one cluster on this machine, each a process of target/sluice.jar, over real servers. */
public final class ClusterSite implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> PRESENT = List.of("-jar", "target/sluice.jar");
    private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(20);

    private final TestServers servers;
    private final Path folder;
    private final String name = "test-" + UUID.randomUUID();
    private final int port = Ports.free();
    private final List<Member> members = new ArrayList<>();
    private final JsonObject common = new JsonObject();

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
        private final List<String> program;
        private final String command;
        private final JsonObject settings;
        private final Gateway gateway;
        private final List<String> flags;
        private final Path output;
        private NodeProcess process;

        private Member(
                String name,
                List<String> program,
                String command,
                JsonObject settings,
                Gateway gateway,
                List<String> flags)
                throws IOException {
            this.program = program;
            this.command = command;
            this.settings = settings;
            this.gateway = gateway;
            this.flags = flags;
            this.output = folder.resolve(name + ".log");
            start();
        }

        /** Starts its process (again). */
        public void start() throws IOException {
            List<String> arguments =
                    new ArrayList<>(List.of(command, "-ha", "-cluster-host", "127.0.0.1", "-conf", settings.encode()));
            arguments.addAll(flags);
            List<String> jvm = List.of(
                    "-Xmx160m", "-Dsluice.cluster.name=" + ClusterSite.this.name, "-Dsluice.cluster.port=" + port);
            process = NodeProcess.start(new ProcessBuilder(NodeProcess.java(jvm, program, arguments)), output);
        }

        public Gateway gateway() {
            return gateway;
        }

        public NodeProcess process() {
            return process;
        }

        /** Waits until it says that it is ready. */
        public Member ready() {
            await("ready: " + output)
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> gateway.manage("/health/ready").status() == 200);
            return this;
        }

        /** What it says of the cluster. */
        public JsonObject cluster() throws IOException, InterruptedException {
            return gateway.manage("/admin/cluster").body();
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
        return add(name, program, "run", settings, new Gateway(http, management), List.of());
    }

    /** The same, and its settings have no word about PostgreSQL. */
    public Member withoutDatabase(String name, List<String> roles) throws IOException {
        int http = Ports.free();
        int management = Ports.free();
        JsonObject settings = servers.settings(http, management).put("roles", new JsonArray(roles));
        settings.remove("database");
        return add(name, "run", settings, new Gateway(http, management), List.of());
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
        return add(name, command, settings, new Gateway(http, management), List.of(flags));
    }

    private Member add(String name, String command, JsonObject settings, Gateway gateway, List<String> flags)
            throws IOException {
        return add(name, PRESENT, command, settings, gateway, flags);
    }

    private Member add(
            String name, List<String> program, String command, JsonObject settings, Gateway gateway, List<String> flags)
            throws IOException {
        Member member = new Member(name, program, command, settings.mergeIn(common), gateway, flags);
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
