package io.sluice.config;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The module's descriptor, mod.json: its name, its main verticle, what it deploys, and every default setting. */
public final class Module {
    private static final Map<String, Set<Role>> SECTIONS_OF_ROLES =
            Map.of("database", Set.of(Role.DATABASE, Role.REPORT), "receipts", Set.of(Role.HTTP));

    private final JsonObject descriptor;

    Module(JsonObject descriptor) {
        this.descriptor = descriptor;
    }

    /** The descriptor of this jar. */
    public static Module ofThisJar() {
        return new Module(new JsonObject(Buffer.buffer(Resource.bytes("/mod.json"))));
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
        return names.stream().map(name -> Role.of(name.toString())).toList();
    }

    /** The roles of a node with these settings; names that are none are left to {@link #configure} to tell. */
    public List<Role> roles(JsonObject settings) {
        Object named = defaults().mergeIn(settings, true).getValue("roles");
        return Arrays.stream(Role.values())
                .filter(role -> named instanceof JsonArray names && names.contains(role.text()))
                .toList();
    }

    /** A copy of the default settings. */
    public JsonObject defaults() {
        return descriptor.getJsonObject("config").copy();
    }

    /**
     * The configuration that results when an operator's settings are laid over the defaults. A section that only a role
     * needs that doesn't run here is left out, unless the operator has set it: then it is checked like any other.
     *
     * @param what     names the operator's settings in the exception
     * @param settings only what differs from the defaults
     * @throws ConfigException with every problem, each with its key path
     */
    public SluiceConfig configure(String what, JsonObject settings) {
        JsonObject merged = defaults().mergeIn(settings, true);
        if (merged.getValue("roles") instanceof JsonArray roles) {
            SECTIONS_OF_ROLES.forEach((section, users) -> {
                if (users.stream().noneMatch(role -> roles.contains(role.text())) && !settings.containsKey(section)) {
                    merged.remove(section);
                }
            });
        }
        return RecordReader.read(what, merged, SluiceConfig.class, System::getenv);
    }
}
