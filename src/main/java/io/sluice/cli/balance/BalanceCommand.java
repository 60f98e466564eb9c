package io.sluice.cli.balance;

import io.sluice.cli.client.AdminException;
import io.sluice.cli.client.AdminOptions;
import io.sluice.cli.client.ExitCode;
import io.vertx.core.json.JsonObject;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the balance sheet of a running node. */
@Command(
        name = "balance",
        mixinStandardHelpOptions = true,
        description = "Shows whether everything that was accepted is accounted for, and where it isn't.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the balance sheet is even",
            "1:it isn't, or the node refused",
            "2:wrong usage",
            "3:the node or PostgreSQL can't be asked at present"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  sluice balance", "  sluice balance --stream nginx --from 2026-11-21T00:00:00Z --rows"})
public final class BalanceCommand implements Callable<Integer> {
    private final OutputStream out;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--stream", paramLabel = "STREAM", description = "Only this stream.")
    private @Nullable String stream;

    @Option(names = "--from", paramLabel = "TIME", description = "Received since. Default: 24 hours before --to")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Received before. Default: now")
    private @Nullable String to;

    @Option(names = "--rows", description = "Count the rows too; reads them, so --stream and --from are needed.")
    private boolean rows;

    @Option(names = "--all", description = "Also the cells that hold.")
    private boolean all;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private SheetFormat format = SheetFormat.table;

    @Mixin
    private AdminOptions admin = new AdminOptions();

    /** The command of the program. */
    public BalanceCommand() {
        this(System.out);
    }

    /** @param out takes the sheet, in UTF-8 whatever the locale is */
    BalanceCommand(OutputStream out) {
        this.out = out;
    }

    /** Shows it; the exit code. */
    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter writer = new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        try {
            JsonObject sheet = admin.client(command).look("balance", arguments());
            if (format == SheetFormat.json) {
                writer.println(sheet.encodePrettily());
            } else {
                new Sheet(writer).print(sheet);
            }
            return sheet.getBoolean("even") ? ExitCode.DONE : ExitCode.FAILED;
        } catch (AdminException e) {
            command.commandLine().getErr().println("error: " + e.getMessage());
            return e.exitCode();
        } finally {
            writer.flush();
        }
    }

    private Map<String, String> arguments() {
        Map<String, String> arguments = new LinkedHashMap<>();
        put(arguments, "stream", stream);
        put(arguments, "from", from);
        put(arguments, "to", to);
        put(arguments, "rows", rows ? "true" : null);
        put(arguments, "all", all ? "true" : null);
        return arguments;
    }

    private static void put(Map<String, String> arguments, String name, @Nullable String value) {
        if (value != null) {
            arguments.put(name, value);
        }
    }
}
