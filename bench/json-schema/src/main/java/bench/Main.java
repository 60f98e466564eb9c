package bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Arguments: the stream's file conf/streams/playback.json, and a checkout of the JSON-Schema-Test-Suite or nothing. */
public final class Main {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Main() {}

    public static void main(String[] arguments) throws IOException {
        List<Candidate> candidates = List.of(new VertxCandidate(), new NetworkntCandidate(), new HarrelCandidate());
        if (arguments.length > 1) {
            for (Candidate candidate : candidates) {
                suite(candidate, Path.of(arguments[1]), "draft7");
                suite(candidate, Path.of(arguments[1]), "draft2020-12");
            }
        }
        String schema = MAPPER.readTree(Files.readString(Path.of(arguments[0]))).get("schema").toString();
        for (int round = 0; round < 3; round++) {
            for (Candidate candidate : candidates) {
                speed(candidate, schema);
            }
        }
        for (Candidate candidate : candidates) {
            pitfalls(candidate);
        }
    }

    private static void suite(Candidate candidate, Path suite, String draft) throws IOException {
        Map<String, String> remotes = remotes(suite.resolve("remotes"));
        int right = 0;
        Map<String, Integer> wrong = new TreeMap<>();
        List<Path> files;
        try (var listing = Files.list(suite.resolve("tests").resolve(draft))) {
            files = listing.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
        for (Path file : files) {
            for (JsonNode group : MAPPER.readTree(Files.readString(file))) {
                for (JsonNode test : group.get("tests")) {
                    boolean expected = test.get("valid").booleanValue();
                    String got;
                    try {
                        got = String.valueOf(candidate
                                .compile(group.get("schema").toString(), draft.equals("draft7"), remotes)
                                .isValid(candidate.prepare(test.get("data").toString())));
                    } catch (Exception | StackOverflowError e) {
                        got = e.getClass().getSimpleName();
                    }
                    if (got.equals(String.valueOf(expected))) {
                        right++;
                    } else {
                        wrong.merge(file.getFileName().toString(), 1, Integer::sum);
                    }
                }
            }
        }
        int sum = wrong.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf("%-40s %-13s right %d wrong %d %s%n", candidate.name(), draft, right, sum, wrong);
    }

    private static Map<String, String> remotes(Path folder) throws IOException {
        Map<String, String> remotes = new LinkedHashMap<>();
        try (var files = Files.walk(folder)) {
            files.filter(file -> file.toString().endsWith(".json")).forEach(file -> {
                try {
                    String path = folder.relativize(file).toString().replace('\\', '/');
                    remotes.put("http://localhost:1234/" + path, Files.readString(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return remotes;
    }

    private static void speed(Candidate candidate, String schema) {
        Candidate.Compiled compiled = candidate.compile(schema, true, Map.of());
        List<Object> events = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            events.add(candidate.prepare(event(random)));
        }
        long end = System.nanoTime() + 4_000_000_000L;
        long begun = 0;
        long checked = 0;
        boolean valid = true;
        while (System.nanoTime() < end) {
            if (begun == 0 && end - System.nanoTime() < 2_000_000_000L) {
                begun = cpuNanos();
                checked = 0;
            }
            for (Object event : events) {
                valid &= compiled.isValid(event);
            }
            checked += events.size();
        }
        System.out.printf(
                "%-40s %.2f us of CPU an event, valid %s%n",
                candidate.name(), (cpuNanos() - begun) / 1000.0 / checked, valid);
    }

    /** This thread's own time, which other programs on the machine don't lengthen. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static String event(Random random) {
        return String.format(
                "{\"event\":\"track.streamed\",\"at\":\"2026-11-20T%02d:%02d:%02d.%03dZ\",\"userId\":\"u-%d\",\"trackId\":%d,"
                        + "\"releaseId\":%d,\"territory\":\"GB\",\"format\":\"aac-320\",\"durationMs\":%d,\"playedMs\":%d,"
                        + "\"device\":{\"os\":\"android\",\"version\":\"%d\",\"model\":\"Pixel %d\"},\"session\":\"%08x-%020x\"}",
                random.nextInt(24), random.nextInt(60), random.nextInt(60), random.nextInt(1000),
                random.nextInt(9_999_999), random.nextInt(30_000_000), random.nextInt(3_000_000),
                random.nextInt(400_000), random.nextInt(400_000), random.nextInt(16), random.nextInt(10),
                random.nextInt(), random.nextLong());
    }

    private static void pitfalls(Candidate candidate) {
        tryIt(candidate, "uri-template of 8 kB", "{\"format\":\"uri-template\"}", '"' + "{".repeat(8192) + '"');
        tryIt(candidate, "idn-hostname of 20 kB", "{\"format\":\"idn-hostname\"}", '"' + "\u00fc".repeat(20_000) + '"');
        tryIt(candidate, "date-time of 64 kB", "{\"format\":\"date-time\"}", '"' + "1".repeat(65_536) + '"');
        tryIt(candidate, "email of 64 kB", "{\"format\":\"email\"}", '"' + "a.".repeat(32_768) + '"');
        tryIt(candidate, "hostname of 64 kB", "{\"format\":\"hostname\"}", '"' + "a-".repeat(32_768) + '"');
        tryIt(candidate, "uri of 64 kB", "{\"format\":\"uri\"}", '"' + "a:/".repeat(22_000) + '"');
        tryIt(candidate, "ipv6 of 64 kB", "{\"format\":\"ipv6\"}", '"' + "1:".repeat(32_768) + '"');
        tryIt(candidate, "maxItems 2.0", "{\"maxItems\":2.0}", "[1,2,3]");
        tryIt(candidate, "1e131071 is integer", "{\"type\":\"integer\"}", "1e131071");
        tryIt(candidate, "1e131071 multipleOf 0.01", "{\"multipleOf\":0.01}", "1e131071");
        tryIt(candidate, "uniqueItems of 20,000", "{\"uniqueItems\":true}", numbers(20_000));
        tryIt(candidate, "pattern (a+)+$", "{\"pattern\":\"^(a+)+$\"}", '"' + "a".repeat(28) + "!\"");
        tryIt(candidate, "500 deep", "{\"items\":{\"$ref\":\"#\"}}", "[".repeat(500) + "]".repeat(500));
    }

    private static String numbers(int count) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ",").append(i);
        }
        return text.append(']').toString();
    }

    private static void tryIt(Candidate candidate, String what, String schema, String instance) {
        long begun = System.nanoTime();
        String result;
        try {
            result = String.valueOf(
                    candidate.compile(schema, true, Map.of()).isValid(candidate.prepare(instance)));
        } catch (Exception | StackOverflowError e) {
            result = e.toString();
        }
        System.out.printf(
                "%-40s %-28s %6d ms %.80s%n", candidate.name(), what, (System.nanoTime() - begun) / 1_000_000, result);
    }
}
