package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.support.ClusterSite;
import io.sluice.support.ClusterSite.Member;
import io.sluice.support.NodeProcess;
import io.sluice.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page at / in a browser, of two nodes of which one is killed. Its pictures are in target/pictures. */
class DashboardPageIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Path BROWSER = Path.of("src/test/browser");
    private static final Path PICTURES = Path.of("target/pictures");

    @TempDir
    Path folder;

    @Test
    void peopleSeeWhatTheNodesDoAndMendWhatIsInTrouble() throws Exception {
        assumeThereIsABrowser();
        Files.createDirectories(PICTURES);
        try (TestServers servers = TestServers.start();
                ClusterSite site = new ClusterSite(servers, folder)) {
            Member core = site.node("core", List.of("kafka", "validation", "database", "report", "dashboard"));
            Member edge = site.node("edge", List.of("http", "validation", "kafka"));
            core.ready();
            edge.ready();

            try (NodeProcess browser = NodeProcess.start(new ProcessBuilder(List.of(
                    "node",
                    BROWSER.resolve("page.mjs").toString(),
                    "http://127.0.0.1:" + core.gateway().management(),
                    "http://127.0.0.1:" + edge.gateway().http(),
                    String.valueOf(edge.process().pid()),
                    PICTURES.toString())))) {
                int exit = browser.exit(PATIENCE);

                assertThat(exit).as(browser.output()).isZero();
                assertThat(browser.output().lines().filter(line -> line.startsWith("ok ")))
                        .as(browser.output())
                        .hasSize(10);
            }
        }
    }

    private static void assumeThereIsABrowser() {
        boolean isThere = Files.isExecutable(Path.of("/usr/bin/chromium"))
                && Examples.isInstalled("node")
                && Files.isDirectory(BROWSER.resolve("node_modules/playwright-core"));
        if (!isThere) {
            System.err.println("THE PAGE IS NOT TESTED: Debian's chromium and nodejs, or what npm ci --prefix "
                    + BROWSER + " installs, are missing; .ci/run installs them");
        }
        assumeTrue(isThere, "a browser is missing");
    }
}
