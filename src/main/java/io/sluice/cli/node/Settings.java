package io.sluice.cli.node;

import io.sluice.cli.client.ExitCode;
import io.sluice.config.ConfigException;
import io.sluice.config.JsonSyntax;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operator's settings, as {@code -conf} gives them. */
public final class Settings {
    private static final String STREAMS = "streams";

    private Settings() {}

    /**
     * Reads a JSON file, or JSON itself; nothing gives no settings. The folder of the streams becomes absolute, since
     * it is relative to the file.
     *
     * @throws ConfigException when it can't be read
     */
    public static JsonObject read(@Nullable String conf) {
        if (conf == null) {
            return new JsonObject();
        }
        if (isJson(conf)) {
            return parse(nameOf(conf), Buffer.buffer(conf));
        }
        Path file = Path.of(conf).toAbsolutePath();
        JsonObject settings = parse(conf, content(conf, file));
        if (settings.getValue(STREAMS) instanceof String folder && !folder.startsWith("classpath:")) {
            settings.put(STREAMS, file.resolveSibling(folder).normalize().toString());
        }
        return settings;
    }

    /** What a message calls these settings: the file, and never JSON itself, which may hold a secret. */
    public static String nameOf(@Nullable String conf) {
        if (conf == null) {
            return "a node without -conf";
        }
        return isJson(conf) ? "the JSON after -conf" : conf;
    }

    private static boolean isJson(String conf) {
        return conf.stripLeading().startsWith("{");
    }

    private static Buffer content(String conf, Path file) {
        try {
            return Buffer.buffer(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new ConfigException(conf, List.of("the file can't be read: " + e));
        }
    }

    private static JsonObject parse(String what, Buffer json) {
        try {
            return new JsonObject(json);
        } catch (DecodeException e) {
            throw new ConfigException(what, List.of(JsonSyntax.reason(e)));
        }
    }

    /** Prints every problem on a line of its own; returns the exit code. */
    static int complain(ConfigException e) {
        System.err.println("sluice: " + e.what() + " can't be used:");
        e.problems().forEach(problem -> System.err.println("  " + problem));
        return ExitCode.USAGE;
    }
}
