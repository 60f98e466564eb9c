package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.support.Authority;
import io.sluice.support.Configs;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterConfigTest {
    private static ClusterConfig read(JsonObject tls) {
        return Configs.config(Configs.least().put("cluster", new JsonObject().put("tls", tls)))
                .cluster();
    }

    @Test
    void byDefaultThereIsNoTls() {
        assertThat(Configs.config(Configs.least()).cluster().tls()).isNull();
    }

    @Test
    void aSectionThatIsIncompleteOrHoldsSomethingElseIsRefused() {
        JsonObject paths = new JsonObject().put("cert", "node.crt").put("ca", "");

        assertThatThrownBy(() -> read(paths)).hasMessageContaining("cluster.tls.key: missing");
        assertThatThrownBy(() -> read(paths.put("key", "-----BEGIN ENCRYPTED PRIVATE KEY-----")))
                .hasMessageContaining("cluster.tls.cert: ");
    }

    @Test
    void whatAnAuthorityMadeIsTakenAndTheKeyIsNeverPrinted(@TempDir Path folder) throws Exception {
        JsonObject tls = new Authority(folder).tlsOf("node");

        ClusterConfig config = read(tls);

        assertThat(config.tls().key().reveal()).contains("BEGIN PRIVATE KEY");
        assertThat(config.toString()).doesNotContain("BEGIN");
        assertThatThrownBy(() -> read(tls.copy().put("key", tls.getString("cert"))))
                .hasMessageContaining("cluster.tls.key: expected a private key");
        assertThatThrownBy(() -> read(tls.copy().put("ca", tls.getString("key"))))
                .hasMessageContaining("cluster.tls.ca: ");
    }
}
