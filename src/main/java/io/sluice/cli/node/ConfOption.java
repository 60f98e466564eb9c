package io.sluice.cli.node;

import io.sluice.config.ConfigException;
import io.sluice.config.DatabaseConfig;
import io.sluice.config.Module;
import io.sluice.config.SluiceConfig;
import io.sluice.config.Stream;
import io.sluice.config.StreamFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** A node's settings, for a command that does by itself what needs the node's servers. What can't be used is wrong usage. */
public final class ConfOption {
    @Option(
            names = {"-conf", "--conf"},
            paramLabel = "FILE",
            required = true,
            description = "A node's settings: which servers, roles and streams. Its secrets must be readable here.")
    private String conf = "";

    /** All of them. */
    public SluiceConfig config(CommandSpec command) {
        try {
            return Module.ofThisJar().configure(Settings.nameOf(conf), Settings.read(conf));
        } catch (ConfigException e) {
            throw usage(command, e.what() + " can't be used: " + String.join("; ", e.problems()));
        }
    }

    /** Those of the database, which a node without that role may lack. */
    public DatabaseConfig database(SluiceConfig config, CommandSpec command) {
        DatabaseConfig database = config.database();
        if (database == null) {
            throw usage(command, Settings.nameOf(conf) + " has no section database");
        }
        return database;
    }

    /** A stream that the settings' folder has. */
    public Stream stream(SluiceConfig config, String name, CommandSpec command) {
        @Nullable Stream found;
        try {
            found = StreamFolder.read(config.streams(), Path.of("")).find(name);
        } catch (ConfigException e) {
            throw usage(command, e.what() + ": " + String.join("; ", e.problems()));
        }
        if (found == null) {
            throw usage(command, "there is no stream " + name);
        }
        return found;
    }

    private static ParameterException usage(CommandSpec command, String why) {
        return new ParameterException(command.commandLine(), why);
    }
}
