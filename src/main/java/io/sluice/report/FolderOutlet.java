package io.sluice.report;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.LocalDate;

/**
 * Writes results into a folder: {@code NAME/NAME-DAY.json}, {@code .csv} and {@code .html}. A file is there whole or not at
 * all, and a later run of the day takes its place; an earlier one that comes late doesn't.
 */
final class FolderOutlet implements Outlets.Outlet {
    private final Path folder;
    private final Shelf shelf;
    private final WorkerExecutor workers;

    FolderOutlet(String folder, Shelf shelf, WorkerExecutor workers) {
        this.folder = Path.of(folder);
        this.shelf = shelf;
        this.workers = workers;
    }

    @Override
    public Future<Void> bring(ReportFile report, LocalDate day, int run) {
        return workers.executeBlocking(() -> write(report, day), false).mapEmpty();
    }

    /** Always of the newest run: several may be on their way. */
    private Path write(ReportFile report, LocalDate day) throws IOException, SQLException {
        Path own = Files.createDirectories(folder.resolve(report.name()));
        for (Form form : Form.values()) {
            String name = report.name() + '-' + day + '.' + form.ending();
            Path beside = Files.createTempFile(own, '.' + name, ".part");
            try {
                Files.writeString(beside, shelf.whole(report, day, 0, form));
                Files.move(
                        beside, own.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        }
        return own;
    }
}
