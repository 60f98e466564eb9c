package io.sluice.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ClusterConfig;
import io.sluice.config.Secret;
import io.sluice.support.Authority;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterOptionsTest {
    @Test
    void withoutTlsTheBusIsAsVertxMakesIt() {
        VertxOptions options = new VertxOptions();

        new ClusterOptions().applyTo(options, "group");

        assertThat(options.getEventBusOptions().isSsl()).isFalse();
    }

    @Test
    void withTlsBothEndsShowACertificateAndNoneIsTakenUnseen(@TempDir Path folder) throws Exception {
        JsonObject made = new Authority(folder).tlsOf("node");
        VertxOptions options = new VertxOptions();
        ClusterOptions cluster = new ClusterOptions();
        cluster.use(new ClusterConfig(
                new JsonObject(),
                List.of(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                Duration.ofSeconds(1),
                1,
                Duration.ofSeconds(9),
                1,
                new ClusterConfig.Tls(read(made, "cert"), read(made, "key"), read(made, "ca"))));

        cluster.applyTo(options, "group");

        EventBusOptions bus = options.getEventBusOptions();
        assertThat(bus.isSsl()).isTrue();
        assertThat(bus.isTrustAll()).isFalse();
        assertThat(bus.getClientAuth()).isEqualTo(ClientAuth.REQUIRED);
        assertThat(bus.getEnabledSecureTransportProtocols()).containsExactly("TLSv1.3");
    }

    private static Secret read(JsonObject tls, String key) throws Exception {
        return new Secret(Files.readString(Path.of(tls.getString(key).substring("file:".length()))));
    }
}
