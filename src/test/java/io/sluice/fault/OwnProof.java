package io.sluice.fault;

import io.sluice.support.Gateway;
import io.sluice.support.NodeProcess;
import io.sluice.support.Violation;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What the product itself says at the end: each node's balance sheet, and {@code sluice audit} of each stream and day. */
final class OwnProof {
    /** A figure is judged once its quarter of an hour is stored; at the end it only has to be looked at again. */
    private static final Duration SETTLING = Duration.ofSeconds(30);

    private static final Duration AUDITING = Duration.ofMinutes(10);

    private final Site site;
    private final LocalDate begun;

    /** {@code begun}: the day of the run's first event, in UTC. */
    OwnProof(Site site, LocalDate begun) {
        this.site = site;
        this.begun = begun;
    }

    /** What isn't even, and what an audit found; everything is stored. */
    List<Violation> violations() throws IOException, InterruptedException {
        List<Violation> violations = new ArrayList<>();
        for (Gateway gateway : site.gateways()) {
            violations.addAll(balance(gateway));
        }
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        for (LocalDate day = begun; !day.isAfter(today); day = day.plusDays(1)) {
            for (String stream : Site.STREAMS) {
                violations.addAll(audit(stream, day));
            }
        }
        return violations;
    }

    private static List<Violation> balance(Gateway gateway) throws IOException, InterruptedException {
        try {
            Awaitility.await("the balance sheet is even")
                    .atMost(SETTLING)
                    .ignoreExceptions()
                    .until(() -> sheet(gateway).getBoolean("even"));
            return List.of();
        } catch (ConditionTimeoutException e) {
            return List.of(
                    new Violation("sluice balance", 1, List.of(sheet(gateway).encode())));
        }
    }

    private static JsonObject sheet(Gateway gateway) throws IOException, InterruptedException {
        return gateway.manage("/admin/balance").body();
    }

    private List<Violation> audit(String stream, LocalDate day) throws IOException, InterruptedException {
        Path output = site.output().resolve("audit-" + stream + "-" + day + ".txt");
        Files.deleteIfExists(output);
        try (NodeProcess audit =
                NodeProcess.command(List.of("audit", "--conf", site.conf(), stream, day.toString()), output)) {
            int exit = audit.exit(AUDITING);
            return exit == 0
                    ? List.of()
                    : List.of(new Violation("sluice audit", 1, List.of("exit code " + exit + ": " + audit.output())));
        }
    }
}
