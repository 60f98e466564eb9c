package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.support.Demand;
import io.sluice.support.Event;
import io.sluice.support.Gateway.Answer;
import io.sluice.support.Load;
import io.sluice.support.TestNode;
import io.sluice.support.TestServers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that are away, at the start and later: nothing is lost, nothing comes twice, nobody has to help. */
class OutageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private TestServers servers;
    private TestNode node;

    @BeforeEach
    void choosePorts() throws Exception {
        servers = TestServers.stopped();
    }

    @AfterEach
    void stop() throws Exception {
        if (node != null) {
            node.close();
        }
        servers.close();
    }

    @Test
    void withoutAnyServerTheNodeStartsSaysSoAndRecoversByItself() throws Exception {
        node = TestNode.start(servers);
        Answer withoutKafka = post(1);
        Answer ready = node.gateway().manage("/health/ready");

        servers.startKafka();
        await().atMost(PATIENCE).until(() -> post(2).isAccepted());
        await().atMost(PATIENCE)
                .until(() -> node.gateway().manage("/health/ready").status() == 200);
        Answer degraded = node.gateway().manage("/health/ready");
        servers.startPostgres();

        assertThat(withoutKafka.status()).isEqualTo(503);
        assertThat(withoutKafka.code()).isEqualTo("not_written");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(degraded.body().getString("status")).isEqualTo("degraded");
        await().atMost(PATIENCE).until(() -> isStored(2));
        await().atMost(PATIENCE)
                .until(() -> node.gateway()
                        .manage("/health/ready")
                        .body()
                        .getString("status")
                        .equals("up"));
    }

    @Test
    void bothServersRestartUnderLoad() throws Exception {
        servers.startPostgres();
        servers.startKafka();
        node = TestNode.up(servers);
        Load load = Load.on(node.gateway(), 3);
        accepted(load, 2_000);

        servers.stopPostgres();
        accepted(load, 4_000);
        servers.startPostgres();
        accepted(load, 6_000);
        servers.stopKafka();
        long before = load.accepted();
        servers.startKafka();
        accepted(load, before + 4_000);
        load.stop();

        Demand.everyAcceptedEventOnce(load, servers);
    }

    @Test
    void aColdRestartOfEverythingGoesOnWhereItWas() throws Exception {
        servers.startPostgres();
        servers.startKafka();
        node = TestNode.up(servers);
        Load first = Load.on(node.gateway(), 2);
        accepted(first, 1_000);
        first.stop();

        node.close();
        servers.stopKafka();
        servers.stopPostgres();
        servers.startPostgres();
        servers.startKafka();
        node = TestNode.up(servers);

        Demand.everyAcceptedEventOnce(first, servers);
        await().atMost(PATIENCE).until(() -> post(9_000_001).isAccepted());
        await().atMost(PATIENCE).until(() -> isStored(9_000_001));
    }

    private static void accepted(Load load, long events) {
        await().atMost(PATIENCE).until(() -> load.accepted() >= events);
    }

    private Answer post(long number) throws Exception {
        return node.gateway().post("playback", "application/json", Event.text(number));
    }

    private boolean isStored(long number) {
        return new io.sluice.support.Table(servers)
                        .number("select count(*) from logs.playback where track_id = " + number)
                == 1;
    }
}
