package io.sluice.validation;

import io.sluice.config.ByteSize;
import io.sluice.config.StreamFolder;
import io.sluice.config.ValidationConfig;
import io.sluice.message.BodyFormat;
import io.sluice.message.CheckRequest;
import io.vertx.core.buffer.Buffer;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Not a test: measures what checking an event of the stream {@code playback} costs on one thread, in requests of 100.
 * The command stands in docs/adr/0003-json-schema-library.md.
 */
final class CheckSpeed {
    private static final int EVENTS = 100;
    private static final int REQUESTS = 64;
    private static final long ROUND_NANOS = 5_000_000_000L;

    private CheckSpeed() {}

    public static void main(String[] arguments) {
        Random random = new Random(7);
        ValidationConfig config = new ValidationConfig(
                1, Duration.ofSeconds(8), 10_000, new ByteSize(900 << 10), 64, 50_000, new ByteSize(1_000), 400, 100);
        RequestCheck check =
                new RequestCheck(config, Schemas.compile(StreamFolder.read("classpath:streams", Path.of("."))));
        for (int round = 0; round < 3; round++) {
            for (BodyFormat format : BodyFormat.values()) {
                measure(check, format, random);
            }
        }
    }

    private static void measure(RequestCheck check, BodyFormat format, Random random) {
        CheckRequest[] requests = IntStream.range(0, REQUESTS)
                .mapToObj(i -> new CheckRequest("playback", "c", format, null, false, 0, body(format, random)))
                .toArray(CheckRequest[]::new);
        long begun = cpuNanos();
        long events = 0;
        for (int i = 0; cpuNanos() - begun < ROUND_NANOS; i++) {
            events += ((Verdict.Good) check.check(requests[i % REQUESTS]))
                    .request()
                    .events();
        }
        System.out.printf("%-7s %.2f us of CPU an event%n", format, (cpuNanos() - begun) / 1_000.0 / events);
    }

    /** This thread's own time, which other programs on the machine don't lengthen. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static Buffer body(BodyFormat format, Random random) {
        String between = format == BodyFormat.JSON ? "," : "\n";
        String events = IntStream.range(0, EVENTS).mapToObj(i -> event(random)).collect(Collectors.joining(between));
        return Buffer.buffer(format == BodyFormat.JSON ? '[' + events + ']' : events);
    }

    private static String event(Random random) {
        return String.format(
                "{\"event\":\"track.streamed\",\"at\":\"2026-11-20T%02d:%02d:%02d.%03dZ\",\"userId\":\"u-%d\","
                        + "\"trackId\":%d,\"releaseId\":%d,\"territory\":\"GB\",\"format\":\"aac-320\",\"durationMs\":%d,"
                        + "\"playedMs\":%d,\"device\":{\"os\":\"android\",\"version\":\"%d\",\"model\":\"Pixel %d\"},"
                        + "\"session\":\"%08x-%020x\"}",
                random.nextInt(24),
                random.nextInt(60),
                random.nextInt(60),
                random.nextInt(1_000),
                random.nextInt(9_999_999),
                random.nextInt(30_000_000),
                random.nextInt(3_000_000),
                random.nextInt(400_000),
                random.nextInt(400_000),
                random.nextInt(16),
                random.nextInt(10),
                random.nextInt(),
                random.nextLong());
    }
}
