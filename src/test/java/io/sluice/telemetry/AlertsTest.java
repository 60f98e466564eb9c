package io.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.failure.Failure;
import io.sluice.support.MarkdownTable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The alerts name figures that exist, by labels that they have, and lead to a section that exists. */
class AlertsTest {
    private static final Pattern NAME = Pattern.compile("sluice_[a-z_]+");
    private static final Pattern BY = Pattern.compile("by \\(([a-z, ]+)\\)");
    private static final Pattern CODES = Pattern.compile("code=~\"([a-z_|]+)\"");

    private static List<JsonObject> rules() throws IOException {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        Map<String, Object> yaml =
                new Yaml(new SafeConstructor(strict)).load(Files.readString(Path.of("docker/prometheus/alerts.yml")));
        List<JsonObject> rules = new ArrayList<>();
        for (Object group : new JsonObject(yaml).getJsonArray("groups")) {
            JsonArray ofGroup = ((JsonObject) group).getJsonArray("rules");
            ofGroup.forEach(rule -> rules.add((JsonObject) rule));
        }
        return rules;
    }

    /** Prometheus' names, which MetricsDocumentTest compares with what is scraped, and their labels. */
    private static Map<String, Set<String>> labelsByName() throws IOException {
        Map<String, Set<String>> labels = new HashMap<>();
        MarkdownTable.rows(Path.of("docs/metrics.md"))
                .forEach(row -> labels.put(
                        row.get(1),
                        Stream.of(row.get(4).split(", ", -1))
                                .filter(label -> !label.equals("–"))
                                .collect(Collectors.toSet())));
        return labels;
    }

    private static Set<String> sections(Path page) throws IOException {
        try (Stream<String> lines = Files.lines(page)) {
            return lines.filter(line -> line.startsWith("#"))
                    .map(line -> line.replaceFirst("^#+ ", "")
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^a-z0-9 -]", "")
                            .replace(' ', '-'))
                    .collect(Collectors.toSet());
        }
    }

    @TestFactory
    Stream<DynamicTest> anAlertCanFireAndLeadsToWhatToDo() throws IOException {
        return rules().stream().map(rule -> DynamicTest.dynamicTest(rule.getString("alert"), () -> assertUsable(rule)));
    }

    private static void assertUsable(JsonObject rule) throws IOException {
        String expression = rule.getString("expr");
        Map<String, Set<String>> known = labelsByName();
        Set<String> labels = new HashSet<>(Set.of("instance"));
        Matcher names = NAME.matcher(expression);
        while (names.find()) {
            assertThat(known).containsKey(names.group());
            labels.addAll(known.get(names.group()));
        }
        Matcher by = BY.matcher(expression);
        while (by.find()) {
            assertThat(labels).contains(by.group(1).split(", ", -1));
        }
        Matcher codes = CODES.matcher(expression);
        while (codes.find()) {
            for (String code : codes.group(1).split("\\|", -1)) {
                assertThat(Failure.ofCode(code)).as(code).isNotNull();
            }
        }
        assertThat(rule.getJsonObject("labels").getString("severity")).isIn("page", "ticket");
        JsonObject told = rule.getJsonObject("annotations");
        assertThat(told.getString("summary")).isNotBlank();
        String[] link = told.getString("runbook").split("#", -1);
        assertThat(sections(Path.of(link[0]))).contains(link[1]);
    }

    @Test
    void theDocumentationListsEveryAlert() throws IOException {
        String operations = Files.readString(Path.of("docs/operations.md"));

        for (JsonObject rule : rules()) {
            assertThat(operations).contains('`' + rule.getString("alert") + '`');
        }
    }
}
