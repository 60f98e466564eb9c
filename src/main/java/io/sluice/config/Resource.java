package io.sluice.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A file that lies in the jar. */
public final class Resource {
    private Resource() {}

    /**
     * Its bytes; reading them blocks.
     *
     * @param path from the jar's top, beginning with a slash
     * @throws IllegalStateException where the jar has none: it was packed wrongly
     */
    public static byte[] bytes(String path) {
        try (InputStream in = Resource.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
