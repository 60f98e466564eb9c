package io.sluice.cli.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Ran;
import io.sluice.cli.client.ExitCode;
import io.sluice.cli.client.FakeNode;
import io.sluice.cli.client.StopSignal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SendInterruptIT {
    @TempDir
    Path folder;

    private final List<String> accepted = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch signalled = new CountDownLatch(1);

    @Test
    void ctrlCEndsWhatIsInFlightAndTheNextRunSendsTheRest() throws Exception {
        List<String> events =
                IntStream.range(0, 200).mapToObj(n -> "{\"n\":" + n + "}").toList();
        Path file = Files.write(folder.resolve("events.ndjson"), events);
        AtomicInteger requests = new AtomicInteger();
        try (FakeNode node = new FakeNode(request -> {
            if (requests.incrementAndGet() == 5) {
                reached.countDown();
                await(signalled);
            }
            accepted.addAll(request.lines());
            return FakeNode.acceptAll(request);
        })) {
            Process process = SendProcess.start(
                    folder.resolve("err"),
                    "nginx",
                    "--url",
                    node.url(),
                    "--batch",
                    "2",
                    "--parallel",
                    "1",
                    file.toString());

            String out = interruptInFlight(process);

            assertThat(process.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(out).startsWith("accepted " + accepted.size() + " events");
            assertThat(accepted).hasSizeBetween(10, 198);
            assertThat(Files.readString(folder.resolve("err")))
                    .contains("interrupted", "everything up to line " + accepted.size() + " is done");
            assertThat(resume(node, file).exitCode()).isZero();
            assertThat(accepted).containsExactlyElementsOf(events);
        }
    }

    private String interruptInFlight(Process process) throws IOException, InterruptedException {
        try {
            await(reached);
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            signalled.countDown();
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            process.waitFor();
            return out;
        } finally {
            process.destroyForcibly();
        }
    }

    private static Ran resume(FakeNode node, Path file) {
        StopSignal stop = new StopSignal();
        SendCommand command = new SendCommand(InputStream.nullInputStream(), stop, stop, System::nanoTime);
        return Ran.command(command, "nginx", "--url", node.url(), "--parallel", "1", "--resume", file.toString());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
