package io.sluice.bench;

import io.sluice.support.BalanceSheet;
import io.sluice.support.ClusterSite;
import io.sluice.support.ClusterSite.Member;
import io.sluice.support.Event;
import io.sluice.support.Gateway;
import io.sluice.support.Table;
import io.sluice.support.TestServers;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * How long a node is missed that runs everything: it is killed, or hangs, beside a spare that was started with it and has
 * run nothing yet, alone or with a core that stores too. All are processes of target/sluice.jar, new ones in each round.
 * Argument: how many rounds of each.
 *
 * <pre>
 *   harm ──▶ a POST to the spare is answered 202, and its log says that it took over what else nobody runs  "roles"
 *        └─▶ of each partition a record is stored that was appended after the harm               "partitions"
 * </pre>
 */
public final class Failover {
    private static final List<String> ALL = List.of("http", "validation", "kafka", "database");
    private static final List<String> CORE = List.of("kafka", "database");
    private static final List<String> ONLY_EDGE = List.of("http", "validation");
    private static final String STREAM = "playback";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final int SENDERS = 4;
    /** A Kafka client turns to another partition once it has sent a batch's bytes to one: few large events do it sooner. */
    private static final String BODY =
            Event.json(1).put("note", ".".repeat(64 << 10)).encode();

    private final TestServers servers;
    private final Path folder;
    /** One more than the senders looks at what is stored. */
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(SENDERS + 1);

    private enum Harm {
        KILL("kill -9"),
        HANG("SIGSTOP");

        private final String text;

        Harm(String text) {
            this.text = text;
        }
    }

    private enum Beside {
        CORE_AND_SPARE("beside a core and a spare"),
        SPARE("beside a spare alone");

        private final String text;

        Beside(String text) {
            this.text = text;
        }
    }

    /** Seconds from the harm on. */
    private record Round(double roles, double partitions) {}

    private Failover(TestServers servers, Path folder) {
        this.servers = servers;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory("sluice-failover");
        List<String> rows = new ArrayList<>();
        try (TestServers servers = TestServers.start()) {
            Failover bench = new Failover(servers, folder);
            for (Beside beside : Beside.values()) {
                for (Harm harm : Harm.values()) {
                    List<Round> measured = new ArrayList<>();
                    for (int i = 1; i <= rounds; i++) {
                        measured.add(bench.round(beside, harm, i));
                    }
                    String what = harm.text + " " + beside.text;
                    rows.add(row(what + ": all roles serve elsewhere", measured, Round::roles));
                    rows.add(row(what + ": each partition stores again", measured, Round::partitions));
                }
            }
            bench.threads.shutdownNow();
        }
        System.out.println("\n| Seconds | each round | median |\n|---|---|---|");
        rows.forEach(System.out::println);
        System.out.println("\nThe nodes' output is in " + folder);
    }

    private Round round(Beside beside, Harm harm, int number) throws Exception {
        Round round = measure(beside, harm, Files.createDirectory(folder.resolve(beside + "-" + harm + "-" + number)));
        System.out.printf(
                Locale.ROOT,
                "%s %s, round %d: roles %.2f s, partitions %.2f s%n",
                harm.text,
                beside.text,
                number,
                round.roles(),
                round.partitions());
        return round;
    }

    private Round measure(Beside beside, Harm harm, Path output) throws Exception {
        boolean isAlone = beside == Beside.SPARE;
        List<Future<?>> senders = new ArrayList<>();
        try (ClusterSite site = new ClusterSite(servers, output)) {
            Member node = site.node("node", ALL).ready();
            Member spare = site.spare("spare", ALL).ready();
            if (!isAlone) {
                site.node("core", CORE).ready();
                Awaitility.await().atMost(PATIENCE).until(() -> isShared(node));
            }
            everyPartitionIsStoredBy(node);
            long begin = System.nanoTime();
            harm(harm, node);
            CompletableFuture<Double> accepted = new CompletableFuture<>();
            for (int i = 0; i < SENDERS; i++) {
                senders.add(threads.scheduleWithFixedDelay(
                        () -> {
                            if (post(spare.gateway())) {
                                accepted.complete(since(begin));
                            }
                        },
                        0,
                        LOOK.toMillis(),
                        TimeUnit.MILLISECONDS));
            }
            Future<Double> partitions = threads.submit(() -> storedAgain(begin));
            double running = until(begin, () -> tookOver(spare, isAlone ? ALL : ONLY_EDGE));
            return new Round(Math.max(running, accepted.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)), partitions.get());
        } finally {
            senders.forEach(sender -> sender.cancel(false));
        }
    }

    private static void harm(Harm harm, Member node) throws IOException, InterruptedException {
        switch (harm) {
            case KILL -> node.process().kill();
            case HANG -> node.process().pause();
        }
    }

    /** Whether two nodes own partitions. */
    private static boolean isShared(Member node) throws IOException, InterruptedException {
        return node.cluster().getJsonArray("partitions").stream()
                        .map(partition -> ((JsonObject) partition).getString("owner"))
                        .distinct()
                        .count()
                == 2;
    }

    /** By its log: /admin/cluster waits for a database node's answer, which is what is missing. */
    private static boolean tookOver(Member spare, List<String> roles) {
        String output = spare.process().output();
        return roles.stream().allMatch(role -> output.contains("failover of " + role + " from "));
    }

    /** Where nothing was ever stored, nobody has to store "again". */
    private void everyPartitionIsStoredBy(Member node) {
        Map<Integer, Long> before = BalanceSheet.ends(STREAM, servers.kafka());
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptions()
                .pollInterval(LOOK)
                .until(() -> {
                    post(node.gateway());
                    return storedBeyond(before);
                });
    }

    /** What lies in Kafka a moment after the harm was appended before this is asked: only what is stored beyond counts. */
    private double storedAgain(long begin) {
        Map<Integer, Long> ends = BalanceSheet.ends(STREAM, servers.kafka());
        return until(begin, () -> storedBeyond(ends));
    }

    private boolean storedBeyond(Map<Integer, Long> ends) throws Exception {
        Map<Integer, Long> stored = BalanceSheet.stored(STREAM, new Table(servers));
        return ends.entrySet().stream().allMatch(end -> stored.getOrDefault(end.getKey(), 0L) > end.getValue());
    }

    private static boolean post(Gateway gateway) {
        try {
            return gateway.post(STREAM, "application/json", BODY).isAccepted();
        } catch (IOException away) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static double until(long begin, Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptions()
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK)
                .until(condition);
        return since(begin);
    }

    private static double since(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static String row(String name, List<Round> rounds, ToDoubleFunction<Round> figure) {
        String each = rounds.stream()
                .map(round -> seconds(figure.applyAsDouble(round)))
                .collect(Collectors.joining(", "));
        return "| " + name + " | " + each + " | **"
                + seconds(median(rounds.stream().mapToDouble(figure).boxed())) + "** |";
    }

    private static double median(Stream<Double> figures) {
        List<Double> sorted = figures.sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    private static String seconds(double figure) {
        return String.format(Locale.ROOT, "%.2f", figure);
    }
}
