package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.support.PostgresFixture;
import io.sluice.support.TestProxy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(VertxExtension.class)
class HeldConnectionIT {
    private static final Duration DEADLINE = Duration.ofMillis(500);

    @RegisterExtension
    static final PostgresFixture POSTGRES = new PostgresFixture();

    @Test
    void aServerThatFellSilentKeepsNobodyWaiting(Vertx vertx, VertxTestContext test) {
        TestProxy way = new TestProxy(vertx, port());
        long[] cutAt = new long[1];

        way.start()
                .compose(port -> {
                    HeldConnection held =
                            new Connections(vertx, PostgresFixture.config(url(port))).held("test", DEADLINE);
                    return ask(held)
                            .onSuccess(answered -> way.fallSilent())
                            .onSuccess(answered -> cutAt[0] = System.nanoTime())
                            .compose(answered -> ask(held))
                            .transform(silent -> {
                                test.verify(() -> assertThat(silent.cause()).isInstanceOf(TimeoutException.class));
                                return held.drop();
                            })
                            .compose(dropped -> ask(held));
                })
                .onComplete(test.succeeding(answered -> test.verify(() -> {
                    assertThat(Duration.ofNanos(System.nanoTime() - cutAt[0])).isLessThan(Duration.ofSeconds(5));
                    test.completeNow();
                })));
    }

    private static Future<?> ask(HeldConnection held) {
        return held.run(Sql.ROLLBACK, Tuple.tuple());
    }

    private static int port() {
        return URI.create(POSTGRES.url()).getPort();
    }

    private static String url(int port) {
        return POSTGRES.url().replace(":" + port(), ":" + port);
    }
}
