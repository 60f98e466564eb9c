package io.sluice.cli;

import io.sluice.cli.audit.AuditCommand;
import io.sluice.cli.audit.ReplayCommand;
import io.sluice.cli.balance.BalanceCommand;
import io.sluice.cli.client.ExitCode;
import io.sluice.cli.cluster.ClusterCommand;
import io.sluice.cli.cluster.DrainCommand;
import io.sluice.cli.days.RestoreCommand;
import io.sluice.cli.node.BareCommand;
import io.sluice.cli.node.RunCommand;
import io.sluice.cli.outage.GapCommand;
import io.sluice.cli.outage.HoldCommand;
import io.sluice.cli.outage.PauseCommand;
import io.sluice.cli.outage.ReleaseCommand;
import io.sluice.cli.outage.ResumeCommand;
import io.sluice.cli.report.ReportCommand;
import io.sluice.cli.send.SendCommand;
import io.sluice.cli.smoke.SmokeCommand;
import io.sluice.cli.sql.SqlCommand;
import io.sluice.cli.trouble.TroubleCommand;
import io.sluice.config.Module;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/**
 * The jar's entry: {@code java -jar sluice.jar COMMAND}. A command that starts a node returns once the node runs, and
 * the JVM lives on; every other one ends the JVM with its exit code.
 */
@Command(
        name = "sluice",
        description = "A log and event gateway: HTTP to Kafka to PostgreSQL, each event exactly once.",
        subcommands = {
            RunCommand.class,
            BareCommand.class,
            SendCommand.class,
            SqlCommand.class,
            SmokeCommand.class,
            TroubleCommand.class,
            BalanceCommand.class,
            ReportCommand.class,
            AuditCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            GapCommand.class,
            ClusterCommand.class,
            DrainCommand.class,
            HoldCommand.class,
            ReleaseCommand.class,
            RestoreCommand.class,
            ReplayCommand.class,
            HelpCommand.class
        },
        scope = CommandLine.ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
public final class Main {
    /** The development jar carries this command; the production jar doesn't. */
    private static final String DEV_COMMAND = "io.sluice.embedded.DevCommand";

    public static void main(String[] args) {
        int exit = commandLine().execute(args);
        if (exit != ExitCode.RUNNING) {
            System.exit(exit);
        }
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.addSubcommand("dev", devCommand().orElseGet(NoDevCommand::new));
        return commandLine.setCaseInsensitiveEnumValuesAllowed(true).setExecutionExceptionHandler(Main::failed);
    }

    private static Optional<Object> devCommand() {
        try {
            return Optional.of(
                    Class.forName(DEV_COMMAND).getDeclaredConstructor().newInstance());
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the command dev can't be made", e);
        }
    }

    /** An exception that a command let through is told in a line, not as a trace. */
    private static int failed(Exception e, CommandLine commandLine, CommandLine.ParseResult ignored) {
        commandLine.getErr().println("sluice: " + e.getMessage() + because(e));
        return commandLine.getCommandSpec().exitCodeOnExecutionException();
    }

    /** The innermost cause, since the outer ones say what was tried and it says why that failed. */
    private static String because(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.equals(e) ? "" : " (" + cause.getMessage() + ')';
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"sluice " + Module.ofThisJar().version()};
        }
    }
}
