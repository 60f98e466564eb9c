package io.sluice.http;

import io.sluice.config.Resource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is served for people and their tools: the description of the API, the table of errors as a page, and a page to
 * read and try the API. Everything comes from the jar. A document is read when it is first asked for, so a node whose
 * pages nobody opens spends no memory on them. For one event loop.
 */
final class Pages {
    /** Where a person begins. */
    static final String START = "/api";

    private static final String HTML = "text/html; charset=utf-8";
    private static final String CSS = "text/css; charset=utf-8";
    private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
    private static final String MARKDOWN = "text/markdown; charset=utf-8";
    private static final String ERRORS = "/docs/errors.md";

    private final Vertx vertx;
    private final Answers answers;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** {@code toTry} is whether there is a page to try the API; the description and the table of errors always are. */
    Pages(Vertx vertx, Answers answers, boolean toTry) {
        this.vertx = vertx;
        this.answers = answers;
        file("/openapi.yaml", "application/yaml", "/openapi.yaml");
        file("/errors.md", MARKDOWN, ERRORS);
        file("/pages/errors.css", CSS, "/pages/errors.css");
        add("/errors", Pages::errors);
        if (toTry) {
            file(START, HTML, "/pages/api.html");
            file("/pages/api.css", CSS, "/pages/api.css");
            file("/pages/api.js", JAVASCRIPT, "/pages/api.js");
            add("/pages/swagger-ui.css", () -> swagger("swagger-ui.css", CSS));
            add("/pages/swagger-ui-bundle.js", () -> swagger("swagger-ui-bundle.js", JAVASCRIPT));
        }
    }

    private void file(String path, String mediaType, String resource) {
        add(path, () -> new Page(mediaType, Resource.bytes(resource)));
    }

    private void add(String path, Supplier<Page> reader) {
        entries.put(path, new Entry(reader));
    }

    /** What there is, by path. */
    Map<String, Entry> entries() {
        return entries;
    }

    /** Whether the one who asks is a browser that wants something to look at, and there is a page to begin with. */
    boolean isLookingAround(HttpServerRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return entries.containsKey(START) && accept != null && accept.contains("text/html");
    }

    private static Page errors() {
        String template = text("/pages/errors.html");
        return new Page(
                HTML,
                template.replace("{{errors}}", MarkdownPage.html(text(ERRORS))).getBytes(StandardCharsets.UTF_8));
    }

    /** The version in the path of the files in the library's jar is what the same jar says it is. */
    private static Page swagger(String file, String mediaType) {
        Properties jar = new Properties();
        try {
            jar.load(new ByteArrayInputStream(Resource.bytes("/META-INF/maven/org.webjars/swagger-ui/pom.properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String folder = "/META-INF/resources/webjars/swagger-ui/" + jar.getProperty("version") + '/';
        return new Page(mediaType, Resource.bytes(folder + file));
    }

    private static String text(String resource) {
        return new String(Resource.bytes(resource), StandardCharsets.UTF_8);
    }

    /** One document, which is read once. */
    final class Entry {
        private final Supplier<Page> reader;
        private @Nullable Future<Page> page;

        Entry(Supplier<Page> reader) {
            this.reader = reader;
        }

        /** Answers GET and HEAD; fails where the jar was packed wrongly. */
        Future<Page> send(HttpServerRequest request) {
            Future<Page> reading = page;
            if (reading == null) {
                reading = vertx.executeBlocking(reader::get);
                page = reading;
            }
            return reading.onSuccess(document -> document.send(request, answers));
        }
    }
}
