package io.sluice.fault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk of its own for a server's data: a file system in memory, which is full when it is made as small as what is on it. */
final class Disk implements AutoCloseable {
    /** Far more than a run needs. It takes memory only for what is on it. */
    private static final String SIZE = "8g";

    /** What others may have written between asking and shrinking. */
    private static final long SLACK_BYTES = 256 << 10;

    private static final int ATTEMPTS = 20;

    private final Path folder;

    private Disk(Path folder) {
        this.folder = folder;
    }

    /** Null where it isn't allowed: mounting needs root. */
    static Disk mount(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        return run("mount", "-t", "tmpfs", "-o", "mode=0700,size=" + SIZE, "sluice-fault", folder.toString())
                ? new Disk(folder)
                : null;
    }

    /** Nothing more can be written. */
    void fill() throws IOException, InterruptedException {
        for (int i = 0; i < ATTEMPTS; i++) {
            FileStore store = Files.getFileStore(folder);
            if (resize(store.getTotalSpace() - store.getUnallocatedSpace() + SLACK_BYTES)) {
                return;
            }
        }
        throw new IOException("the disk at " + folder + " can't be made smaller");
    }

    void free() throws IOException, InterruptedException {
        run("mount", "-o", "remount,size=" + SIZE, folder.toString());
    }

    private boolean resize(long bytes) throws IOException, InterruptedException {
        return run("mount", "-o", "remount,size=" + bytes, folder.toString());
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if (exit != 0) {
            System.out.println(String.join(" ", command) + ": " + said.strip());
        }
        return exit == 0;
    }

    /** Whoever has files on it has ended. */
    @Override
    public void close() throws IOException, InterruptedException {
        run("umount", "-l", folder.toString());
    }
}
