package io.sluice.cluster;

import io.sluice.config.Module;
import io.sluice.config.NodesTallies;
import io.sluice.config.Role;
import io.sluice.config.SluiceConfig;
import io.sluice.config.StreamFolder;
import io.sluice.config.Streams;
import io.sluice.report.Reports;
import io.sluice.validation.Schemas;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;

/**
 * Everything that a node needs to know before anything of it starts: the configuration, the streams' files, their
 * schemas, compiled and tried, and the reports' files.
 */
public record NodePlan(SluiceConfig config, Streams streams, Reports reports, Schemas schemas) {
    /**
     * Reads and checks all of it. It reads files and compiles schemas, which blocks for some milliseconds.
     *
     * @param what     names the settings in a message
     * @param settings an operator's settings, laid over the defaults of mod.json; a relative folder of streams is
     *                 relative to the working directory
     * @throws io.sluice.config.ConfigException with every problem of the first of them that has any
     */
    public static NodePlan of(String what, JsonObject settings) {
        SluiceConfig config = Module.ofThisJar().configure(what, settings);
        Streams streams = StreamFolder.read(config.streams(), Path.of(""));
        NodesTallies.among(streams);
        return new NodePlan(config, streams, reports(config, streams), Schemas.compile(streams));
    }

    /** A node that will never make reports needs none of their files. */
    private static Reports reports(SluiceConfig config, Streams streams) {
        boolean mayReport = config.roles().contains(Role.REPORT)
                || config.cluster().standIn().contains(Role.REPORT);
        return mayReport ? Reports.read(config.report().folder(), Path.of(""), streams) : Reports.none();
    }

    /** What lies in Kafka and PostgreSQL: the streams, and what the nodes note themselves. */
    Streams logs() {
        return NodesTallies.among(streams);
    }
}
