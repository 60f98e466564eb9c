package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.support.Configs;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleTest {
    private final Module module = Module.ofThisJar();

    @Test
    void whatIsNotSetIsTheDefault() {
        SluiceConfig config = module.configure("test", Configs.least());

        assertThat(config.http().deadline()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.http().maxBody()).isEqualTo(ByteSize.parse("4MiB"));
        assertThat(config.roles())
                .containsExactly(Role.HTTP, Role.VALIDATION, Role.KAFKA, Role.DATABASE, Role.REPORT, Role.DASHBOARD);
    }

    @Test
    void everyProblemIsReportedTogetherWithItsKeyPath() {
        JsonObject settings = Configs.least();
        settings.getJsonObject("http").put("port", "eighty").put("prot", 1);
        settings.getJsonObject("database").remove("url");
        settings.getJsonObject("database").getJsonObject("writer").put("user", " ");
        settings.put("roles", new JsonArray().add("htttp"));

        ConfigException e = catchThrowableOfType(ConfigException.class, () -> module.configure("test", settings));

        assertThat(e.problems())
                .anyMatch(problem -> problem.startsWith("http.port: expected a whole number"))
                .anyMatch(problem -> problem.startsWith("http.prot: unknown key"))
                .anyMatch(problem -> problem.startsWith("database.url: missing"))
                .anyMatch(problem -> problem.startsWith("database.writer.user is empty"))
                .anyMatch(problem -> problem.startsWith("roles[0]: expected one of http, validation"))
                .hasSize(5);
    }

    @Test
    void aConnectionMustOutliveTheLongestWaitForAReceipt() {
        JsonObject settings = Configs.least();
        settings.getJsonObject("receipts").put("maxWait", "60s");

        assertThatThrownBy(() -> module.configure("test", settings))
                .hasMessageContaining("receipts.maxWait must be shorter than http.idleTimeout");
    }

    @Test
    void anEdgeNeedsNoDatabase() {
        JsonObject settings = Configs.least().put("roles", new JsonArray(List.of("http", "validation", "kafka")));
        settings.remove("database");

        SluiceConfig config = module.configure("test", settings);

        assertThat(config.database()).isNull();
        assertThat(config.receipts()).isNotNull();
    }

    @Test
    void aNodeThatTakesNoEventsInNeedsNoReceiptKey() {
        JsonObject settings = Configs.least().put("roles", new JsonArray(List.of("kafka", "database")));
        settings.remove("receipts");

        SluiceConfig config = module.configure("test", settings);

        assertThat(config.receipts()).isNull();
        assertThat(config.database()).isNotNull();
    }

    @Test
    void whatARoleNeedsIsMissedByItsKeys() {
        JsonObject settings = Configs.least();
        settings.remove("database");
        settings.remove("receipts");

        assertThatThrownBy(() -> module.configure("test", settings))
                .hasMessageContaining("database.url: missing")
                .hasMessageContaining("database.writer: missing")
                .hasMessageContaining("receipts.key: missing");
    }

    @Test
    void aSectionThatAnOperatorHasSetIsCheckedWithoutItsRoleToo() {
        JsonObject settings = Configs.least().put("roles", new JsonArray(List.of("http", "validation", "kafka")));
        settings.getJsonObject("database").remove("url");

        assertThatThrownBy(() -> module.configure("test", settings)).hasMessageContaining("database.url: missing");
    }

    @Test
    void aSectionCannotBeSwitchedOffUnderItsRole() {
        JsonObject settings = Configs.least().putNull("database");

        assertThatThrownBy(() -> module.configure("test", settings))
                .hasMessageContaining("database: missing, the role database needs it");
    }

    @Test
    void timeoutsMustNest() {
        JsonObject settings = Configs.least();
        settings.getJsonObject("http").put("deadline", "1s");

        assertThatThrownBy(() -> module.configure("test", settings))
                .hasMessageContaining("validation.appendTimeout must be shorter than http.deadline");
    }

    @Test
    void aBodyMustFitIntoARecord() {
        JsonObject settings = Configs.least();
        settings.getJsonObject("http").put("maxBody", "5MiB");

        assertThatThrownBy(() -> module.configure("test", settings)).hasMessageContaining("kafka.maxRecord");
    }

    @Test
    void settingsThatCanLoseDataNeedAPlainWord() {
        JsonObject settings = Configs.least();
        settings.getJsonObject("kafka").put("allowUnsafe", false);

        assertThatThrownBy(() -> module.configure("test", settings)).hasMessageContaining("allowUnsafe");
    }

    @Test
    void aSecretReferenceIsFollowedAndNeverPrinted(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "0123456789abcdef0123456789ABCDEF\n");
        JsonObject settings = Configs.least().put("receipts", new JsonObject().put("key", "file:" + file));

        SluiceConfig config = module.configure("test", settings);

        assertThat(config.receipts().key().reveal()).isEqualTo("0123456789abcdef0123456789ABCDEF");
        assertThat(config.toString()).doesNotContain("0123456789abcdef");
    }

    @Test
    void aSecretReferenceThatLeadsNowhereIsNamed() {
        JsonObject settings =
                Configs.least().put("receipts", new JsonObject().put("key", "env:SLUICE_THERE_IS_NO_SUCH"));

        assertThatThrownBy(() -> module.configure("test", settings))
                .hasMessageContaining("receipts.key: the environment variable SLUICE_THERE_IS_NO_SUCH is not set");
    }

    @Test
    void theModulesVersionIsThePoms() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));

        assertThat(pom).contains("<artifactId>sluice</artifactId>\n  <version>" + module.version() + "</version>");
    }

    @Test
    void theExampleFileHoldsOnlyWhatItNeeds() throws IOException {
        JsonObject example = new JsonObject(Buffer.buffer(Files.readAllBytes(Path.of("conf/sluice.json"))));
        String text = example.encode().replaceAll("env:\\w+", "0123456789abcdef0123456789abcdef");

        SluiceConfig config = module.configure("conf/sluice.json", new JsonObject(text));

        assertThat(config.kafka().servers()).isEqualTo("127.0.0.1:9092");
        assertThat(example.fieldNames()).containsExactlyInAnyOrder("streams", "kafka", "database", "receipts");
    }
}
