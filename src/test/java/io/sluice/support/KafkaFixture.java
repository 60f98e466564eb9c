package io.sluice.support;

import io.sluice.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One embedded Kafka for all tests of a JVM, begun by the first that asks and ended with the test plan. Use:
 * {@code @ExtendWith(KafkaFixture.class)} and a parameter {@link EmbeddedKafka}. Tests keep apart by names: {@link #uniqueStream}.
 */
public final class KafkaFixture implements BeforeAllCallback, ParameterResolver {
    /** A stream's name (and so a topic's) that no other test has. */
    public static String uniqueStream() {
        return "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        running(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == EmbeddedKafka.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return running(context).kafka;
    }

    private static Running running(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(KafkaFixture.class))
                .computeIfAbsent(Running.class, any -> new Running(), Running.class);
    }

    /** JUnit closes what lies in its root store when the test plan ends. */
    private static final class Running implements AutoCloseable {
        private final Path folder = temporaryFolder();
        private final EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0);

        private static Path temporaryFolder() {
            try {
                return Files.createTempDirectory("sluice-kafka");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            kafka.close();
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }
}
