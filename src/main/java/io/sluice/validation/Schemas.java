package io.sluice.validation;

import io.sluice.config.ConfigException;
import io.sluice.config.Stream;
import io.sluice.config.Streams;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The rules of all streams, compiled and tried: only what worked once becomes active. Thread-safe. */
public final class Schemas {
    /** For compiling and trying one schema: a sound one takes some milliseconds. */
    private static final long TRIAL_SECONDS = 5;

    private final Map<String, StreamRules> byStream;

    private Schemas(Map<String, StreamRules> byStream) {
        this.byStream = Map.copyOf(byStream);
    }

    /**
     * Compiles the schema of every stream and tries it on an empty event. Blocks for some milliseconds a stream, so it
     * is called at a node's start, not on an event loop that serves.
     *
     * @throws ConfigException with every problem of every stream, each beginning with the stream's file and a JSON
     *     pointer into it
     */
    public static Schemas compile(Streams streams) {
        List<String> problems = new ArrayList<>();
        Map<String, StreamRules> rules = new TreeMap<>();
        for (Stream stream : streams.all()) {
            try {
                rules.put(stream.name(), compile(stream));
            } catch (ConfigException e) {
                e.problems().forEach(problem -> problems.add(stream.name() + ".json: schema" + problem));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException("schemas", problems);
        }
        return new Schemas(rules);
    }

    /** The rules of a stream, or null where there is no stream of that name. */
    @Nullable
    StreamRules find(String stream) {
        return byStream.get(stream);
    }

    private static StreamRules compile(Stream stream) {
        JsonValue schema = tree(stream);
        List<String> problems = SchemaRules.problems(schema);
        if (!problems.isEmpty()) {
            throw new ConfigException(stream.name(), problems);
        }
        FutureTask<LibraryCheck> trial = new FutureTask<>(() -> tried(schema));
        // A thread of its own, a daemon: a schema that never ends must not keep the node from saying so.
        Thread thread = new Thread(trial, "schema-trial-" + stream.name());
        thread.setDaemon(true);
        thread.start();
        try {
            return new StreamRules(stream, trial.get(TRIAL_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            throw problem(stream, "can't be used: " + e.getCause());
        } catch (TimeoutException e) {
            throw problem(stream, "can't be used: an empty event isn't checked within " + TRIAL_SECONDS + " seconds");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw problem(stream, "wasn't tried: this thread was interrupted");
        }
    }

    private static JsonValue tree(Stream stream) {
        try {
            return Trees.parse(stream.file().schema().encode().getBytes(StandardCharsets.UTF_8));
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw problem(stream, "can't be read: " + e.getMessage());
        }
    }

    private static LibraryCheck tried(JsonValue schema) {
        LibraryCheck check = new LibraryCheck(schema);
        check.attempt(JsonValue.object(null, ""));
        return check;
    }

    private static ConfigException problem(Stream stream, String problem) {
        return new ConfigException(stream.name(), List.of(": " + problem));
    }
}
