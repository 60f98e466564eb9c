package io.sluice.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.config.ManagementConfig;
import io.sluice.config.ManagementConfig.Credentials;
import io.sluice.config.Secret;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bridge as a program sees it that only knows sockets and JSON; and who must show credentials. */
class TcpBridgeTest {
    private static final String STATISTICS = "sluice.dashboard.statistics";
    private static final String TOKEN = "a token of more than twenty characters";
    private static final int PATIENCE_MILLIS = 10_000;

    private BridgeFixture site = new BridgeFixture(BridgeFixture.onLoopback(), 2);

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aProgramHearsTheFiguresAndItsPing() throws Exception {
        try (Program program = new Program(site.tcpPort())) {
            program.says(new JsonObject().put("type", "ping"));
            assertThat(program.hears()).isEqualTo(new JsonObject().put("type", "pong"));

            program.says(Browser.message("register", STATISTICS));
            site.statistics("node-a");

            JsonObject heard = program.hears();
            assertThat(heard.getString("type")).isEqualTo("message");
            assertThat(heard.getString("address")).isEqualTo(STATISTICS);
            assertThat(heard.getJsonObject("body").getInteger("v")).isEqualTo(1);
        }
    }

    @Test
    void aQuestionIsAnswered() throws Exception {
        try (Program program = new Program(site.tcpPort())) {
            program.says(Browser.message("send", "sluice.dashboard.ask.cluster").put("replyAddress", "r"));

            assertThat(program.hears().getJsonObject("body").getString("who")).isEqualTo("local");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "register, sluice.statistics",
        "register, sluice.dashboard.*",
        "send, sluice.admin",
        "send, sluice.dashboard.statistics",
        "publish, sluice.dashboard.statistics",
        "publish, sluice.node"
    })
    void whatIsNotPermittedIsRefused(String type, String address) throws Exception {
        try (Program program = new Program(site.tcpPort())) {
            program.says(Browser.message(type, address).put("body", new JsonObject()));

            assertThat(program.hears())
                    .isEqualTo(new JsonObject().put("type", "err").put("message", "access_denied"));
        }
    }

    @ParameterizedTest
    @CsvSource({"2147483647", "-1", "0", "65537"})
    void aFrameThatIsTooLongEndsTheConnection(int length) throws Exception {
        try (Program program = new Program(site.tcpPort())) {
            program.out.writeInt(length);

            assertThat(program.isEnded()).isTrue();
        }
    }

    @Test
    void asManyAsMayBeAreLetIn() throws Exception {
        try (Program one = new Program(site.tcpPort());
                Program two = new Program(site.tcpPort())) {
            for (Program program : List.of(one, two)) {
                program.says(new JsonObject().put("type", "ping"));
                program.hears();
            }
            try (Program three = new Program(site.tcpPort())) {
                assertThat(three.isEnded()).isTrue();
            }
        }
        await().until(() -> site.registry.scrape().contains("sluice_dashboard_connections 0.0"));
    }

    @Test
    void withCredentialsTheFirstFrameShowsThem() throws Exception {
        site.close();
        site = new BridgeFixture(withToken(), 5);
        for (String wrong : List.of("", "Bearer another", "Basic YTpi")) {
            try (Program program = new Program(site.tcpPort())) {
                program.says(Browser.message("register", STATISTICS)
                        .put("headers", new JsonObject().put("authorization", wrong)));

                assertThat(program.hears().getString("message")).isEqualTo("unauthorized");
                assertThat(program.isEnded()).isTrue();
            }
        }
        try (Program program = new Program(site.tcpPort())) {
            program.says(Browser.message("send", "sluice.dashboard.ask.cluster")
                    .put("replyAddress", "r")
                    .put("headers", new JsonObject().put("authorization", "Bearer " + TOKEN)));

            assertThat(program.hears().getJsonObject("body").getString("who")).isEqualTo("token");
        }
    }

    @ParameterizedTest
    @CsvSource({"/eventbus/websocket", "/eventbus/0/s/websocket"})
    void withoutCredentialsNoWebSocketIsOpened(String path) {
        site.close();
        site = new BridgeFixture(withToken(), 5);

        assertThatThrownBy(() ->
                        Browser.connect(site.vertx, Browser.options(site.port()).setURI(path)))
                .hasMessageContaining("401");
        Browser.connect(
                        site.vertx,
                        Browser.options(site.port()).setURI(path).putHeader("Authorization", "Bearer " + TOKEN))
                .close();
        assertThat(BridgeFixture.done(WebClient.create(site.vertx)
                                .post(site.port(), "127.0.0.1", "/eventbus/0/s/xhr")
                                .send())
                        .statusCode())
                .isEqualTo(401);
    }

    private static ManagementConfig withToken() {
        return new ManagementConfig("127.0.0.1", 0, List.of(), new Credentials(null, new Secret(TOKEN)));
    }

    private static final class Program implements AutoCloseable {
        private final Socket socket;
        private final DataOutputStream out;
        private final DataInputStream in;

        Program(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            out = new DataOutputStream(socket.getOutputStream());
            in = new DataInputStream(socket.getInputStream());
        }

        void says(JsonObject message) throws IOException {
            byte[] bytes = message.toBuffer().getBytes();
            out.writeInt(bytes.length);
            out.write(bytes);
        }

        JsonObject hears() throws IOException {
            return new JsonObject(Buffer.buffer(in.readNBytes(in.readInt())));
        }

        boolean isEnded() throws IOException {
            try {
                return in.read() < 0;
            } catch (EOFException | java.net.SocketException ended) {
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
