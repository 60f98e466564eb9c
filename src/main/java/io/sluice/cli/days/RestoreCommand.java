package io.sluice.cli.days;

import io.sluice.cli.client.ExitCode;
import io.sluice.cli.node.ConfOption;
import io.sluice.config.DatabaseConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings back what was exported. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Brings a day that was exported back into a table beside the live one, and compares the two.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:restored; the live table has the same rows, or none of that day",
            "1:restored, and the live table has other rows; or not restored, and a line says why",
            "2:wrong usage, or a configuration that can't be used"
        },
        footerHeading = "%nExample:%n",
        footer = "  sluice restore --conf conf/sluice.json /srv/sluice/nginx/2026-08-20.ndjson.gz")
public final class RestoreCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DAYFILE", description = "The day's file.")
    private @Nullable Path file;

    @Mixin
    private ConfOption conf = new ConfOption();

    @Option(names = "--replace", description = "Make the table anew when it is there already.")
    private boolean replace;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Differences that are told one by one. Default: ${DEFAULT-VALUE}")
    private long limit = 100;

    /** Restores, and tells; the exit code. */
    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter out = command.commandLine().getOut();
        DatabaseConfig database = conf.database(conf.config(command), command);
        Path from = Objects.requireNonNull(file);
        try {
            Difference difference = new Difference(out, "the file", limit);
            return new Restore(database, from, replace, out, difference).run() ? ExitCode.DONE : ExitCode.FAILED;
        } catch (NoSuchFileException e) {
            return failed(command, "there is no file " + e.getFile());
        } catch (SQLException e) {
            return failed(
                    command,
                    from + ": PostgreSQL can't take it, as "
                            + database.maintenance().user() + " at " + database.url() + ": " + e.getMessage());
        } catch (IOException | SideTableException e) {
            return failed(command, String.valueOf(e.getMessage()));
        } finally {
            out.flush();
        }
    }

    private static int failed(CommandSpec command, String why) {
        command.commandLine().getErr().println("error: " + why);
        return ExitCode.FAILED;
    }
}
