package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.support.Configs;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementConfigTest {
    private static final String HASH = "$2y$05$abcdefghijklmnopqrstuuAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private static ManagementConfig read(JsonObject management) {
        return Configs.config(Configs.least().mergeIn(new JsonObject().put("management", management), true))
                .management();
    }

    private static JsonObject htpasswd(String lines) {
        return new JsonObject().put("credentials", new JsonObject().put("htpasswd", lines));
    }

    @Test
    void beyondLoopbackCredentialsAreNeeded() {
        JsonObject open = new JsonObject().put("host", "10.0.0.7");

        assertThatThrownBy(() -> read(open)).hasMessageContaining("management.host must be a loopback address");
    }

    @Test
    void anyAddressWantsNamesToo() {
        JsonObject anywhere = htpasswd("anna:" + HASH).put("host", "0.0.0.0");

        assertThatThrownBy(() -> read(anywhere)).hasMessageContaining("management.hosts: at least one name");
        assertThat(read(anywhere.put("hosts", new JsonArray().add("ops.example.org")))
                        .hosts())
                .containsExactly("ops.example.org");
    }

    @Test
    void theFilesUsersAreRead(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("htpasswd"), "# who may\nanna:" + HASH + "\n\nbob:" + HASH + "\n");

        ManagementConfig config = read(htpasswd("file:" + file));

        assertThat(config.credentials().users()).containsOnlyKeys("anna", "bob").containsValue(HASH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anna:{SHA}2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
                "anna:secret",
                "anna",
                "anna:" + HASH + "\nanna:" + HASH,
                "anna:$2y$20$abcdefghijklmnopqrstuuAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void aLineThatIsNoBcryptIsNamedAndNotShown(String lines) {
        assertThatThrownBy(() -> read(htpasswd(lines)))
                .hasMessageContaining("htpasswd, line ")
                .hasMessageContaining("htpasswd -B")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("AAAA");
    }

    @Test
    void aTokenThatCouldBeGuessedIsRefused() {
        JsonObject weak = new JsonObject().put("credentials", new JsonObject().put("token", "secret"));

        assertThatThrownBy(() -> read(weak))
                .hasMessageContaining("at least 20 characters")
                .hasMessageNotContaining("secret");
    }

    @Test
    void credentialsWithoutAnyoneAreRefused() {
        assertThatThrownBy(() -> read(new JsonObject().put("credentials", new JsonObject())))
                .hasMessageContaining("htpasswd or token is needed");
    }
}
