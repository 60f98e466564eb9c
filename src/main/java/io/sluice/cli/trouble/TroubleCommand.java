package io.sluice.cli.trouble;

import io.sluice.cli.client.AdminClient;
import io.sluice.cli.client.AdminException;
import io.sluice.cli.client.AdminOptions;
import io.sluice.cli.sql.ResultFormat;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Works on the trouble queue of a running node. */
@Command(
        name = "trouble",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows and mends the events that could not be stored, and stores or discards them.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, for every entry",
            "1:the node refused, or an entry stays as it was; a line says why",
            "2:wrong usage",
            "3:the node or PostgreSQL can't be asked at present; the same can be asked again"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice trouble list --stream nginx",
            "  sluice trouble show 17",
            "  sluice trouble edit --stream nginx --patch '[{\"op\":\"remove\",\"path\":\"/bad\"}]' --dry-run",
            "  sluice trouble requeue --stream nginx --note \"ticket 4711\""
        })
public final class TroubleCommand implements Callable<Integer> {
    private final InputStream in;
    private final OutputStream out;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ACTION", description = "${COMPLETION-CANDIDATES}")
    private Action action = Action.list;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "ID", description = "Entries, by the id that list shows.")
    private List<Long> ids = List.of();

    @Mixin
    private FilterOptions filter = new FilterOptions();

    @Option(
            names = "--payload",
            paramLabel = "FILE",
            description = "edit: the new payload of one entry, a file or - for standard input.")
    private @Nullable String payload;

    @Option(
            names = "--patch",
            paramLabel = "PATCH",
            description = "edit: a JSON Patch (RFC 6902) for every entry that is meant: a file, - or the patch itself.")
    private @Nullable String patch;

    @Option(names = "--note", paramLabel = "TEXT", description = "edit, requeue, discard: why, for the history.")
    private String note = "";

    @Option(names = "--dry-run", description = "edit, requeue, discard: say what would happen and change nothing.")
    private boolean dryRun;

    @Option(names = "--skip-schema", description = "edit, requeue: only PostgreSQL decides, not the stream's schema.")
    private boolean skipSchema;

    @Option(names = "--bytes", description = "show: write the payload and nothing else, byte for byte.")
    private boolean bytes;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "list: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private ResultFormat format = ResultFormat.table;

    @Mixin
    private AdminOptions admin = new AdminOptions();

    /** The command of the program. */
    public TroubleCommand() {
        this(System.in, System.out);
    }

    /**
     * @param in  what stands for standard input
     * @param out takes what is shown, in UTF-8 whatever the locale is
     */
    TroubleCommand(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        CommandSpec command = Objects.requireNonNull(spec);
        AdminClient client = admin.client(command);
        Printing printing = new Printing(out, command.commandLine().getErr());
        try {
            return switch (action) {
                case list -> new Looking(client, printing).list(filter.arguments(ids), format);
                case show -> new Looking(client, printing).show(oneId(command), bytes);
                case edit, requeue, discard -> new Changing(client, printing).change(action, arguments(command));
            };
        } catch (AdminException e) {
            printing.error(String.valueOf(e.getMessage()));
            return e.exitCode();
        } finally {
            printing.flush();
        }
    }

    private long oneId(CommandSpec command) {
        if (ids.size() != 1) {
            throw new ParameterException(command.commandLine(), "show: expected one ID");
        }
        return ids.get(0);
    }

    private JsonObject arguments(CommandSpec command) throws IOException {
        if ((action == Action.edit) == (payload == null && patch == null)) {
            throw new ParameterException(
                    command.commandLine(), "--payload or --patch belongs to edit, which needs one");
        }
        JsonObject arguments = filter.arguments(ids).put("note", note).put("dryRun", dryRun);
        if (action != Action.discard) {
            arguments.put("skipSchema", skipSchema);
        }
        if (payload != null) {
            arguments.put("payload", content(payload));
        }
        if (patch != null) {
            arguments.put("patch", patch(command, patch.stripLeading().startsWith("[") ? patch : content(patch)));
        }
        return arguments;
    }

    private static JsonArray patch(CommandSpec command, String text) {
        try {
            return new JsonArray(text);
        } catch (DecodeException e) {
            throw new ParameterException(
                    command.commandLine(), "--patch: expected a JSON array, as RFC 6902 has it", e);
        }
    }

    private String content(String file) throws IOException {
        byte[] read = file.equals("-") ? in.readAllBytes() : Files.readAllBytes(Path.of(file));
        return new String(read, StandardCharsets.UTF_8).stripTrailing();
    }
}
