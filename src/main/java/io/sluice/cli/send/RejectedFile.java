package io.sluice.cli.send;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;

/** Where {@code --skip-bad} puts the lines that a node refused: as they were, to be mended and sent. */
final class RejectedFile {
    private final Path path;
    private boolean append;

    /** @param append keep what is there, because an earlier part of the same run wrote it */
    RejectedFile(Path path, boolean append) {
        this.path = path;
        this.append = append;
    }

    Path path() {
        return path;
    }

    synchronized void write(Collection<Line> lines) throws IOException {
        StandardOpenOption mode = append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        try (OutputStream out =
                Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
            for (Line line : lines) {
                out.write(line.bytes());
                out.write('\n');
            }
        }
        append = true;
    }
}
