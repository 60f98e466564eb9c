package io.sluice.cli.client;

import io.sluice.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where a node's management port is, and who asks. A secret never stands on the command line itself. */
public final class AdminOptions {
    private static final String PASSWORD = "env:SLUICE_ADMIN_PASSWORD";

    @Option(
            names = "--admin",
            paramLabel = "URL",
            description = "The node's management port. Default: ${DEFAULT-VALUE}")
    private String admin = "http://127.0.0.1:8081";

    @Option(names = "--user", paramLabel = "NAME", description = "A user of management.credentials.htpasswd.")
    private @Nullable String user;

    @Option(
            names = "--password",
            paramLabel = "REFERENCE",
            description = "Where the user's password is: env:NAME or file:/path. Default: ${DEFAULT-VALUE}")
    private String password = PASSWORD;

    @Option(
            names = "--token",
            paramLabel = "REFERENCE",
            description = "Where the bearer token is: env:NAME or file:/path.")
    private @Nullable String token;

    /** Throws ParameterException when what was given can't be used. */
    public AdminClient client(CommandSpec command) {
        return client(command, System::getenv);
    }

    AdminClient client(CommandSpec command, UnaryOperator<@Nullable String> environment) {
        if (user != null && token != null) {
            throw new ParameterException(command.commandLine(), "expected one of --user and --token");
        }
        return new AdminClient(NodeClient.of(admin, "--admin", command), authorization(command, environment));
    }

    private @Nullable String authorization(CommandSpec command, UnaryOperator<@Nullable String> environment) {
        if (token != null) {
            return "Bearer " + secret("--token", token, command, environment);
        }
        if (user == null) {
            return null;
        }
        String login = user + ':' + secret("--password", password, command, environment);
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    private static String secret(
            String option, String reference, CommandSpec command, UnaryOperator<@Nullable String> environment) {
        try {
            return Secret.ofReference(reference, environment).reveal();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), option + ": " + e.getMessage(), e);
        }
    }
}
