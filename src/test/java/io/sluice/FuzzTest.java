package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.http.BodyFuzz;
import io.sluice.message.BodyFormat;
import io.sluice.support.CorpusRequest;
import io.sluice.support.FuzzRun;
import io.sluice.validation.CheckFuzz;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Fuzzes what every body meets first. Each fuzzer is a JVM of its own, guided by what its inputs reach, and both run at
 * once for {@code -Dfuzz.seconds}; the corpus is where they begin, and what they learn stays in target/fuzz.
 */
class FuzzTest {
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("fuzz.seconds", 30));

    @Test
    void noInputIsFoundForWhichAPropertyFails() throws Exception {
        List<CorpusRequest> corpus = CorpusRequest.all("");
        try (FuzzRun check = new FuzzRun(CheckFuzz.class);
                FuzzRun body = new FuzzRun(BodyFuzz.class)) {
            for (CorpusRequest request : corpus) {
                // The first byte chooses: format and stream there, what the rest is here.
                seed(check, request, request.body(), request.format() == BodyFormat.JSON ? 0 : 1);
                seed(body, request, request.wire(), 4, 1);
            }

            check.start(TIME);
            body.start(TIME);

            assertThat(check.end()).as(check.report()).isZero();
            assertThat(body.end()).as(body.report()).isZero();
        }
    }

    private static void seed(FuzzRun run, CorpusRequest request, Buffer bytes, int... choices) throws IOException {
        for (int choice : choices) {
            run.seed(
                    request.name().replace('/', '-') + '-' + choice,
                    Buffer.buffer().appendByte((byte) choice).appendBuffer(bytes));
        }
    }

    @Test
    void whatWasOnceFoundStaysMended() {
        CheckFuzz.fuzzerInitialize();
        found(CheckFuzz.class).forEach(CheckFuzz::fuzzerTestOneInput);
        found(BodyFuzz.class).forEach(BodyFuzz::fuzzerTestOneInput);
    }

    private static Stream<byte[]> found(Class<?> fuzzer) {
        Path folder = CorpusRequest.FOLDER.resolve("found").resolve(fuzzer.getSimpleName());
        try (Stream<Path> files = Files.list(folder)) {
            List<byte[]> inputs = files.map(FuzzTest::read).toList();
            assertThat(inputs).as("nothing in " + folder).isNotEmpty();
            return inputs.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
