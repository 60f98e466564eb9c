package io.sluice.config;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The module's descriptor, mod.json: its name, its main verticle, what it deploys, and every default setting. */
public final class Module {
    private final JsonObject descriptor;

    Module(JsonObject descriptor) {
        this.descriptor = descriptor;
    }

    /** The descriptor of this jar. */
    public static Module ofThisJar() {
        try (InputStream in = Module.class.getResourceAsStream("/mod.json")) {
            if (in == null) {
                throw new IllegalStateException("mod.json is missing from the jar");
            }
            return new Module(new JsonObject(Buffer.buffer(in.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As Vert.x names modules: owner~name~version. */
    public String name() {
        return descriptor.getString("name");
    }

    public String version() {
        return name().substring(name().lastIndexOf('~') + 1);
    }

    /** The root verticle's class. */
    public String main() {
        return descriptor.getString("main");
    }

    /** The stages that a node deploys, in route order: started from the last to the first, stopped from the first. */
    public List<Role> deploys() {
        JsonArray names = descriptor.getJsonArray("deploys");
        return names.stream()
                .map(name -> Role.valueOf(name.toString().toUpperCase(java.util.Locale.ROOT)))
                .toList();
    }

    /** A copy of the default settings. */
    public JsonObject defaults() {
        return descriptor.getJsonObject("config").copy();
    }

    /**
     * The configuration that results when an operator's settings are laid over the defaults.
     *
     * @param what     names the operator's settings in the exception
     * @param settings only what differs from the defaults
     * @throws ConfigException with every problem, each with its key path
     */
    public SluiceConfig configure(String what, JsonObject settings) {
        return RecordReader.read(what, defaults().mergeIn(settings, true), SluiceConfig.class, System::getenv);
    }
}
