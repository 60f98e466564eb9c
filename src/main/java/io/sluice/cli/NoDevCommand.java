package io.sluice.cli;

import io.sluice.cli.client.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Stands where {@code dev} is in the development jar, and says so. */
@Command(name = "dev", description = "Is in sluice-dev.jar: this jar has no embedded servers.")
final class NoDevCommand implements Callable<Integer> {
    @Unmatched
    List<String> ignored = new ArrayList<>();

    @Override
    public Integer call() {
        System.err.println("sluice: dev is in sluice-dev.jar; this jar has no embedded servers");
        return ExitCode.USAGE;
    }
}
