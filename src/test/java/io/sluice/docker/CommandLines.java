package io.sluice.docker;

import io.sluice.cli.node.BareCommand;
import io.sluice.cli.node.RunCommand;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** What a node is told on its command line; an option that the product doesn't have is refused. */
final class CommandLines {
    private CommandLines() {}

    record Node(boolean ha, String conf, int clusterPort) {}

    static Node parse(List<String> arguments) {
        Object command = arguments.get(0).equals("bare") ? new BareCommand() : new RunCommand();
        ParseResult parsed =
                new CommandLine(command).parseArgs(arguments.stream().skip(1).toArray(String[]::new));
        return new Node(
                parsed.hasMatchedOption("-ha"),
                parsed.matchedOptionValue("-conf", ""),
                parsed.matchedOptionValue("-cluster-port", 0));
    }
}
