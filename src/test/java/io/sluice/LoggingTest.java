package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.internal.logging.LoggerFactory;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.StringLayout;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

class LoggingTest {
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final URI before = context.getConfigLocation();
    private final StringWriter written = new StringWriter();

    @BeforeEach
    void logAsTheJarDoes() throws Exception {
        use(LoggingTest.class.getResource("/log4j2.xml").toURI());
    }

    @AfterEach
    void logAsBefore() {
        context.setConfigLocation(before);
    }

    @Test
    void aRecordIsOneLineOfTimeLevelLoggerMessageAndKeyValues() {
        logger("io.sluice.database.Claims")
                .atInfo()
                .addKeyValue("partition", 3)
                .addKeyValue("epoch", 17L)
                .log("partition claimed");

        assertThat(written.toString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  Claims partition claimed "
                        + "epoch=17, partition=3\\R");
    }

    @Test
    void aMessageWithoutKeyValuesEndsWithItself() {
        logger("io.sluice.cli.Main").atInfo().log("ready");

        assertThat(written.toString()).endsWith(" INFO  Main ready" + System.lineSeparator());
    }

    @Test
    void aLineBreakInAValueDoesNotForgeARecord() {
        logger("io.sluice.http.Edge")
                .atWarn()
                .addKeyValue("client", "me\n2026-11-21T00:00:00.000Z INFO  Main all is well")
                .log("refused");

        assertThat(written.toString()).hasLineCount(1).contains("client=me\\n2026");
    }

    @Test
    void anExceptionFollowsWithItsTrace() {
        logger("io.sluice.kafka.Bridge")
                .atWarn()
                .setCause(new IllegalStateException("away"))
                .addKeyValue("topic", "logs.nginx")
                .log("append failed");

        assertThat(written.toString().lines().limit(3))
                .satisfiesExactly(
                        line -> assertThat(line).endsWith("append failed topic=logs.nginx"),
                        line -> assertThat(line).isEqualTo("java.lang.IllegalStateException: away"),
                        line -> assertThat(line).startsWith("\tat io.sluice.LoggingTest"));
    }

    @Test
    void failoverOfVertxIsVisible() {
        LoggerFactory.getLogger("io.vertx.core.impl.HAManager").info("node1 says: node2 has failed");

        assertThat(written.toString()).contains("INFO  HAManager node1 says: node2 has failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.kafka.clients.producer.ProducerConfig",
                "com.hazelcast.system",
                "io.netty.util.internal.PlatformDependent",
                "org.flywaydb.core.FlywayExecutor",
                "io.vertx.ext.web.Router"
            })
    void theChatterOfLibrariesIsNotWritten(String library) {
        logger(library).info("something normal");

        assertThat(written.toString()).isEmpty();
    }

    @Test
    void aServerThatIsAwayDoesNotFloodTheLog() {
        Logger client = logger("org.apache.kafka.clients.NetworkClient");

        for (int attempt = 0; attempt < 1000; attempt++) {
            client.warn("Connection to node -1 could not be established");
        }

        assertThat(written.toString().lines().count()).isBetween(1L, 20L);
    }

    @Test
    void theFileForOperatorsWritesTheSame() {
        use(Path.of("conf/log4j2.xml").toUri());

        logger("io.sluice.cli.Main").atInfo().addKeyValue("port", 8080).log("ready");

        assertThat(written.toString()).endsWith(" INFO  Main ready port=8080" + System.lineSeparator());
    }

    private Logger logger(String name) {
        return org.slf4j.LoggerFactory.getLogger(name);
    }

    private void use(URI configuration) {
        context.setConfigLocation(configuration);
        var appender = WriterAppender.createAppender(
                (StringLayout) context.getConfiguration().getAppender("console").getLayout(),
                null,
                written,
                "written",
                false,
                true);
        appender.start();
        var root = context.getConfiguration().getRootLogger();
        root.removeAppender("console");
        root.addAppender(appender, null, null);
        context.updateLoggers();
    }
}
