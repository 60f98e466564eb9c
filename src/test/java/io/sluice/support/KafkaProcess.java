package io.sluice.support;

import io.sluice.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The embedded Kafka as a program of its own, which can be killed: FOLDER PORT ADVERTISED. It runs until it is. */
public final class KafkaProcess {
    private KafkaProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedKafka.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]), arguments[2]);
        new CountDownLatch(1).await();
    }
}
