package io.sluice.fault;

import io.sluice.support.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was done and how it went: each round on a line as it comes, and a short table at the end. */
final class Report {
    private final Path folder;
    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private final Map<Kind, List<Duration>> recoveries = new EnumMap<>(Kind.class);
    private final List<Duration> all = new ArrayList<>();

    /** Files of this folder are written anew. */
    Report(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve("schedule.txt"));
    }

    void say(String line) throws IOException {
        System.out.println("fault: " + line);
        Files.writeString(
                folder.resolve("schedule.txt"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void begun(Round round) throws IOException {
        say(round.toString());
        round.faults().forEach(fault -> counts.merge(fault.kind(), 1, Integer::sum));
    }

    void recovered(Round round, Duration took) throws IOException {
        say("round " + round.number() + ": everything goes after " + took.toMillis() + " ms");
        all.add(took);
        round.faults()
                .forEach(fault -> recoveries
                        .computeIfAbsent(fault.kind(), any -> new ArrayList<>())
                        .add(took));
    }

    /** The table, with {@code facts} above it; also written to summary.txt. */
    String summary(String facts, List<Violation> violations) throws IOException {
        StringBuilder text = new StringBuilder(facts);
        text.append("\n| Fault | Times | Recovery, median | worst |\n|---|---|---|---|\n");
        counts.forEach((kind, count) -> text.append(row(kind.text(), count, recoveries.getOrDefault(kind, List.of()))));
        text.append(
                row("all", counts.values().stream().mapToInt(Integer::intValue).sum(), all));
        text.append(violations.isEmpty() ? "\nEvery demand holds.\n" : "\nNOT every demand holds:\n");
        violations.forEach(violation -> text.append("  ").append(violation).append('\n'));
        Files.writeString(folder.resolve("summary.txt"), text);
        return text.toString();
    }

    private static String row(String name, int count, List<Duration> took) {
        List<Duration> sorted = new ArrayList<>(took);
        Collections.sort(sorted);
        return "| " + name + " | " + count + " | " + seconds(sorted, sorted.size() / 2) + " | "
                + seconds(sorted, sorted.size() - 1) + " |\n";
    }

    private static String seconds(List<Duration> sorted, int place) {
        return sorted.isEmpty()
                ? "–"
                : String.format(Locale.ROOT, "%.1f s", sorted.get(place).toMillis() / 1_000.0);
    }
}
