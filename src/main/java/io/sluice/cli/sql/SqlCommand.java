package io.sluice.cli.sql;

import io.sluice.cli.client.ExitCode;
import io.sluice.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks the database, as the role that may only read. */
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        description = "Runs a statement with the reader's role in a read-only transaction and prints its rows.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the rows were printed", "1:PostgreSQL refused, or can't be reached", "2:wrong usage"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice sql \"select count(*) from logs.nginx\"",
            "  sluice sql --format csv \"select * from logs.playback\" > playback.csv",
            "  sluice sql --conf conf/sluice.json - < report.sql"
        })
public final class SqlCommand implements Callable<Integer> {
    private static final Path DEVELOPMENT = Path.of("data/dev.json");

    private final InputStream in;
    private final OutputStream out;
    private final Path development;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "STATEMENT",
            description = "One SQL statement, or - to read it from standard input.")
    private String statement = "";

    @Option(
            names = "--conf",
            paramLabel = "FILE",
            description = "A node's configuration: its database.url and database.reader.")
    private @Nullable Path conf;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "postgresql://user:password@host:port/database (without a password: from ~/.pgpass)."
                    + " Default, without --conf: the development node of this folder.")
    private @Nullable String url;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private ResultFormat format = ResultFormat.table;

    @Option(
            names = "--width",
            paramLabel = "N",
            description = "Characters of a value in a table. Default: ${DEFAULT-VALUE}")
    private int width = 60;

    @Option(
            names = {"-x", "--expanded"},
            description = "A line for each value, and nothing is cut.")
    private boolean expanded;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Rows of a table at most; the other formats print all. Default: ${DEFAULT-VALUE}")
    private int limit = 1000;

    /** The command of the program. */
    public SqlCommand() {
        this(System.in, System.out, DEVELOPMENT);
    }

    /**
     * @param in          what stands for standard input
     * @param out         takes the result, in UTF-8 whatever the locale is
     * @param development the file in which a development node names its servers
     */
    SqlCommand(InputStream in, OutputStream out, Path development) {
        this.in = in;
        this.out = out;
        this.development = development;
    }

    /** Prints the rows; the exit code. */
    @Override
    public Integer call() throws IOException {
        CommandSpec command = Objects.requireNonNull(spec);
        if (width < 2 || limit < 1 || (conf != null && url != null)) {
            throw new ParameterException(
                    command.commandLine(),
                    "expected --width from 2, --limit from 1, and one of --conf and --url at most");
        }
        ReaderLogin login = login(command);
        String sql = statement.equals("-") ? new String(in.readAllBytes(), StandardCharsets.UTF_8) : statement;
        PrintWriter rows = new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        try {
            new Query(login, format == ResultFormat.table ? limit : 0)
                    .run(sql, format.writer(rows, width, expanded), rows);
            return ExitCode.DONE;
        } catch (SQLException e) {
            rows.flush();
            command.commandLine().getErr().println("error: " + SqlErrorText.of(e, sql) + suffix(e, login));
            return ExitCode.FAILED;
        } finally {
            rows.flush();
        }
    }

    /** Errors of the connection, of class 08 and 28, should say which server was meant. */
    private static String suffix(SQLException e, ReaderLogin login) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("08") || state.startsWith("28") ? " (" + login + ")" : "";
    }

    private ReaderLogin login(CommandSpec command) throws IOException {
        try {
            return url != null
                    ? ReaderLogin.ofUrl(url)
                    : conf != null ? ReaderLogin.ofConf(conf) : ReaderLogin.ofDevelopment(development);
        } catch (IllegalArgumentException | ConfigException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
