package io.sluice.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A value that is never printed. In the configuration it stands as itself (for development), or better as a reference:
 * {@code env:NAME} for an environment variable, {@code file:/path} for a file (whose last line break is dropped).
 */
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** The value itself, to be handed to the library that needs it and nowhere else. */
    public String reveal() {
        return value;
    }

    /**
     * Follows a reference that stands on a command line, where the value itself would be seen by every user of the machine.
     * Throws IllegalArgumentException when it is none, or leads nowhere.
     */
    public static Secret ofReference(String reference, UnaryOperator<@Nullable String> environment) {
        if (!reference.startsWith("env:") && !reference.startsWith("file:")) {
            throw new IllegalArgumentException("expected env:NAME or file:/path, since others see a command line");
        }
        return resolve(reference, environment);
    }

    /** Follows a reference; throws IllegalArgumentException when it leads nowhere, naming the reference. */
    static Secret resolve(String reference, UnaryOperator<@Nullable String> environment) {
        if (reference.startsWith("env:")) {
            String name = reference.substring("env:".length());
            @Nullable String found = environment.apply(name);
            if (found == null || found.isEmpty()) {
                throw new IllegalArgumentException("the environment variable " + name + " is not set");
            }
            return new Secret(found);
        }
        return reference.startsWith("file:")
                ? read(Path.of(reference.substring("file:".length())))
                : new Secret(reference);
    }

    private static Secret read(Path file) {
        try {
            return new Secret(Files.readString(file).stripTrailing());
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new IllegalArgumentException("the file " + file + " can't be read: " + e, e);
        }
    }

    @Override
    public String toString() {
        return "(secret)";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }
}
