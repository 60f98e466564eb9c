package io.sluice.cli.report;

import io.sluice.cli.client.AdminClient;
import io.sluice.cli.client.AdminException;
import io.sluice.cli.client.AdminOptions;
import io.sluice.cli.client.ExitCode;
import io.vertx.core.json.JsonObject;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;
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

/** Lists the reports of a running node, makes some of them now, or shows a result. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Lists the daily reports, makes them now, or shows a result.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:a day that was asked for isn't complete, or the node refused",
            "2:wrong usage",
            "3:the node or PostgreSQL can't be asked at present"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice report list",
            "  sluice report run playback_users 2026-11-20",
            "  sluice report run playback_users 2026-11-01 2026-11-20",
            "  sluice report show playback_users 2026-11-20 --format csv"
        })
public final class ReportCommand implements Callable<Integer> {
    private static final int MOST_DAYS = 366;

    private final OutputStream out;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ACTION", description = "${COMPLETION-CANDIDATES}")
    private ReportAction action = ReportAction.list;

    @Parameters(index = "1", arity = "0..1", paramLabel = "REPORT", description = "run, show: its name.")
    private @Nullable String report;

    @Parameters(index = "2", arity = "0..1", paramLabel = "DAY", description = "run, show: a day in the report's zone.")
    private @Nullable String day;

    @Parameters(index = "3", arity = "0..1", paramLabel = "LAST", description = "run: the last day of several.")
    private @Nullable String last;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "show: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private ReportFormat format = ReportFormat.csv;

    @Option(names = "--run", paramLabel = "N", description = "show: an earlier run of the day. Default: the last one")
    private int run;

    @Mixin
    private AdminOptions admin = new AdminOptions();

    /** The command of the program. */
    public ReportCommand() {
        this(System.out);
    }

    /** @param out takes what is shown, in UTF-8 whatever the locale is */
    ReportCommand(OutputStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter writer = new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        try {
            AdminClient client = admin.client(command);
            return switch (action) {
                case list -> list(client, writer);
                case run -> make(client, writer);
                case show -> show(client, writer);
            };
        } catch (AdminException e) {
            command.commandLine().getErr().println("error: " + e.getMessage());
            return e.exitCode();
        } finally {
            writer.flush();
        }
    }

    private static int list(AdminClient client, PrintWriter writer) throws AdminException {
        JsonObject answer = client.look("report/list", Map.of());
        for (Object each : answer.getJsonArray("reports")) {
            JsonObject known = (JsonObject) each;
            writer.printf(
                    "%s: %s (stream %s, %s, %s)%n",
                    known.getString("report"),
                    known.getString("title"),
                    known.getString("stream"),
                    known.getString("schedule"),
                    known.getString("zone"));
            for (Object made : known.getJsonArray("days")) {
                writer.println("  " + line((JsonObject) made));
            }
        }
        return ExitCode.DONE;
    }

    private static String line(JsonObject made) {
        return made.getString("day") + "  run " + made.getInteger("run") + ", " + made.getInteger("rowCount")
                + " rows of " + made.getLong("events") + " events, " + made.getString("sentence");
    }

    private int make(AdminClient client, PrintWriter writer) throws AdminException {
        String name = needed(report, "REPORT");
        LocalDate first = date(needed(day, "DAY"));
        LocalDate end = last == null ? first : date(last);
        if (end.isBefore(first) || ChronoUnit.DAYS.between(first, end) >= MOST_DAYS) {
            throw usage("LAST is expected not before DAY, and at most " + MOST_DAYS + " days in all");
        }
        boolean complete = true;
        for (LocalDate at = first; !at.isAfter(end); at = at.plusDays(1)) {
            JsonObject made = client.change(
                    "report/run", new JsonObject().put("report", name).put("day", at.toString()));
            writer.println(line(made));
            writer.flush();
            complete &= made.getBoolean("complete");
        }
        return complete ? ExitCode.DONE : ExitCode.FAILED;
    }

    private int show(AdminClient client, PrintWriter writer) throws AdminException {
        String name = URLEncoder.encode(needed(report, "REPORT"), StandardCharsets.UTF_8);
        writer.print(client.read("/v1/reports/" + name + '/' + date(needed(day, "DAY")) + "?format=" + format
                + (run == 0 ? "" : "&run=" + run)));
        return ExitCode.DONE;
    }

    private LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw usage(text + " is expected as a day like 2026-11-21");
        }
    }

    private String needed(@Nullable String value, String name) {
        if (value == null) {
            throw usage(action + ": " + name + " is missing");
        }
        return value;
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
