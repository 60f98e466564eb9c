package io.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.support.MarkdownTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/metrics.md and the code tell the same. */
class MetricsDocumentTest {
    @Test
    void theDocumentListsEveryMetricInRouteOrderAndNoOther() throws IOException {
        List<List<String>> documented = MarkdownTable.rows(Path.of("docs/metrics.md")).stream()
                .map(row -> List.of(row.get(0), row.get(2), row.get(3), row.get(4)))
                .toList();

        assertThat(documented)
                .isEqualTo(Arrays.stream(Metric.values())
                        .map(MetricsDocumentTest::row)
                        .toList());
    }

    private static List<String> row(Metric metric) {
        String labels = metric.labels().isEmpty() ? "–" : String.join(", ", metric.labels());
        return List.of(metric.text(), metric.kind().name().toLowerCase(Locale.ROOT), metric.unit(), labels);
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void aMetricIsScrapedUnderTheDocumentedName(Metric metric) throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Telemetry telemetry = new Telemetry(registry);
        String[] values = metric.labels().toArray(String[]::new);

        switch (metric.kind()) {
            case COUNTER -> telemetry.counter(metric, values).increment();
            case GAUGE -> telemetry.gauge(metric, () -> 1, values);
            case TIMER -> telemetry.timer(metric, values).record(java.time.Duration.ofMillis(1));
        }

        String documented = MarkdownTable.rows(Path.of("docs/metrics.md")).stream()
                .filter(row -> row.get(0).equals(metric.text()))
                .map(row -> row.get(1))
                .findFirst()
                .orElseThrow();
        assertThat(registry.scrape()).containsPattern("(?m)^" + documented + "(_bucket|_count)?[ {]");
    }
}
