package io.sluice.support;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;

/** The node that knew wire version 1 alone, as it was built: src/test/previous/README.md. */
public final class PreviousRelease {
    private static final Path CLASSES = Path.of("src/test/previous/sluice-wire1.jar");

    private PreviousRelease() {}

    /** What Java needs to run it; {@code folder} takes the libraries of today's jar, without any class of ours. */
    public static List<String> program(Path folder) throws IOException {
        Path libraries = folder.resolve("libraries.jar");
        Files.copy(Path.of("target/sluice.jar"), libraries);
        try (JarFile ours = new JarFile("target/sluice-classes.jar");
                FileSystem jar = FileSystems.newFileSystem(libraries)) {
            List<String> names = ours.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> !name.endsWith("/") && !name.startsWith("META-INF/"))
                    .toList();
            for (String name : names) {
                Files.deleteIfExists(jar.getPath(name));
            }
        }
        return List.of("-cp", CLASSES + File.pathSeparator + libraries, "io.sluice.cli.Main");
    }
}
