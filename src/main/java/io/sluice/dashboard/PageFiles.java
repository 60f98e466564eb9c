package io.sluice.dashboard;

import io.sluice.config.Resource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The page at {@code /} and what belongs to it, from the jar. Each file is read when it is first asked for, off the event
 * loop. Used on the management port's event loop.
 */
final class PageFiles {
    /** Of the folder webroot/dashboard; nothing else there is served. */
    static final List<String> NAMES = List.of(
            "index.html",
            "page.css",
            "parts.css",
            "theme.js",
            "main.js",
            "backlog.js",
            "balance.js",
            "bus.js",
            "chart.js",
            "cluster.js",
            "counts.js",
            "dom.js",
            "events.js",
            "flow.js",
            "latency.js",
            "reports.js",
            "tail.js",
            "trouble.js",
            "view.js",
            "words.js");

    static final String FOLDER = "/dashboard/";
    private static final String LIBRARY = "chart.umd.js";
    private static final String WEBJAR = "org.webjars.npm/chart.js";

    private final Vertx vertx;

    private PageFiles(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Serves them on that router. */
    static void mount(Router router, Vertx vertx) {
        PageFiles files = new PageFiles(vertx);
        NAMES.forEach(name -> files.serve(
                router,
                name.equals("index.html") ? "/" : FOLDER + name,
                () -> PageFile.of(name, Resource.bytes("/webroot/dashboard/" + name))));
        files.serve(router, FOLDER + LIBRARY, () -> PageFile.of(LIBRARY, library()));
    }

    private void serve(Router router, String path, Supplier<PageFile> reader) {
        Entry entry = new Entry(reader);
        router.get(path)
                .handler(context -> entry.file()
                        .onSuccess(file -> file.send(context.request()))
                        .onFailure(context::fail));
        router.head(path)
                .handler(context -> entry.file()
                        .onSuccess(file -> file.send(context.request()))
                        .onFailure(context::fail));
    }

    /** The version in the path of the files in the library's jar is what the same jar says it is. */
    private static byte[] library() {
        Properties jar = new Properties();
        try {
            jar.load(new ByteArrayInputStream(Resource.bytes("/META-INF/maven/" + WEBJAR + "/pom.properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Resource.bytes(
                "/META-INF/resources/webjars/chart.js/" + jar.getProperty("version") + "/dist/" + LIBRARY);
    }

    /** One file, which is read once. */
    private final class Entry {
        private final Supplier<PageFile> reader;
        private @Nullable Future<PageFile> read;

        Entry(Supplier<PageFile> reader) {
            this.reader = reader;
        }

        Future<PageFile> file() {
            Future<PageFile> reading = read;
            if (reading == null) {
                reading = vertx.executeBlocking(reader::get);
                read = reading;
            }
            return reading;
        }
    }
}
