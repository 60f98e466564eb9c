package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.failure.EventFault;
import io.sluice.failure.Exceeded;
import io.sluice.failure.Failure;
import io.sluice.failure.Limit;
import io.sluice.failure.Problem;
import io.sluice.failure.ProblemDocument;
import io.sluice.message.Position;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ErrorDocumentsTest {
    private static final Pattern ROW = Pattern.compile(
            "^\\| <a id=\"(\\w+)\"></a>`(\\w+)` \\| (\\d+) \\| (\\d+) \\| (yes|no) \\|", Pattern.MULTILINE);

    @Test
    void theTableInTheDocumentationIsTheEnum() throws IOException {
        String text = Files.readString(Path.of("docs/errors.md"));

        List<String> rows = ROW.matcher(text)
                .results()
                .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3) + " " + row.group(4) + " "
                        + row.group(5))
                .toList();

        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Failure.values())
                        .map(f -> f.code() + " " + f.code() + " " + f.busCode() + " " + f.status() + " "
                                + (f.isRetryable() ? "yes" : "no"))
                        .toList());
    }

    @Test
    void theExampleOfAReceiptIsAsLongAsOneIsAndNoneIsLongerThanDescribed() throws IOException {
        String text = Files.readString(Path.of("src/main/resources/openapi.yaml"));
        Position position = new Position("nginx", new UUID(1, 2), 3, 42, 1_795_000_000_123L, 2);

        String receipt = new Receipts(HttpConfigs.receipts("0123456789abcdef0123456789abcdef")).token(position);

        assertThat(text).contains("example: {accepted: 2, receipt: " + receipt + "}");
        assertThat(text).contains("maxLength: " + Receipts.MAX_CHARACTERS);
        assertThat(text.split("maxLength: (?!128|" + Receipts.MAX_CHARACTERS + ")", -1))
                .hasSize(1);
    }

    @Test
    void theDescriptionListsEveryLimit() throws IOException {
        String text = Files.readString(Path.of("src/main/resources/openapi.yaml"));
        String limit = text.substring(text.indexOf("\n    Limit:\n"));

        List<String> listed = Pattern.compile("^ {12}- (\\S+)$", Pattern.MULTILINE)
                .matcher(limit)
                .results()
                .map(name -> name.group(1))
                .toList();

        assertThat(listed)
                .containsExactlyElementsOf(
                        Arrays.stream(Limit.values()).map(Limit::key).toList());
    }

    @Test
    void aProblemSaysWhatTheTableSays() {
        JsonObject document = new JsonObject(ProblemDocument.of(new Problem(Failure.TOO_LARGE, "a \"quoted\" detail")));

        assertThat(document)
                .isEqualTo(new JsonObject()
                        .put("type", "/errors#too_large")
                        .put("title", Failure.TOO_LARGE.title())
                        .put("status", 413)
                        .put("code", "too_large")
                        .put("detail", "a \"quoted\" detail"));
    }

    @Test
    void aProblemNamesTheLimitThatWasMet() {
        Problem problem = new Problem(Failure.TOO_LARGE, "large", new Exceeded(Limit.BODY, 1_024));

        JsonObject document = new JsonObject(ProblemDocument.of(problem));

        assertThat(document.getJsonObject("limit"))
                .isEqualTo(new JsonObject()
                        .put("name", "http.maxBody")
                        .put("value", 1_024)
                        .put("unit", "bytes"));
    }

    @Test
    void aProblemNamesTheBadEvents() {
        Exceeded digits = new Exceeded(Limit.DIGITS, 400);
        Problem problem = new Problem(
                Failure.INVALID_EVENTS, "two", null, List.of(new EventFault(4, 5, "/a~1b", "is long", digits)), 2);

        JsonObject document = new JsonObject(ProblemDocument.of(problem));

        assertThat(document.getInteger("badEvents")).isEqualTo(2);
        assertThat(document.getJsonArray("faults"))
                .isEqualTo(new JsonArray()
                        .add(new JsonObject()
                                .put("index", 4)
                                .put("line", 5)
                                .put("pointer", "/a~1b")
                                .put("reason", "is long")
                                .put(
                                        "limit",
                                        new JsonObject()
                                                .put("name", "validation.maxDigits")
                                                .put("value", 400)
                                                .put("unit", "digits"))));
    }
}
