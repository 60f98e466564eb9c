package io.sluice.cli.client;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** What commands of administration have in common: ask a node, say what it answered, or why it didn't. */
public interface Question {
    /** Asks and prints; fails with what the node said. */
    void ask(AdminClient client, PrintWriter out) throws AdminException;

    /** Asks the node of these options; returns the exit code. */
    static int run(CommandSpec command, AdminOptions admin, Question question) {
        PrintWriter out = command.commandLine().getOut();
        try {
            question.ask(admin.client(command), out);
            return ExitCode.DONE;
        } catch (AdminException e) {
            command.commandLine().getErr().println("error: " + e.getMessage());
            return e.exitCode();
        } finally {
            out.flush();
        }
    }
}
