package io.sluice.report;

import io.sluice.config.ConfigException;
import io.sluice.config.Resource;
import io.sluice.config.Stream;
import io.sluice.config.Streams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The reports of this node, by name. Immutable. */
public final class Reports {
    private static final String OF_THE_PRODUCT = "classpath:reports";
    private static final String ENDING = ".sql";
    /** A jar can't be listed portably, so their names stand here; a test compares them with conf/reports. */
    static final List<String> REPORTS_OF_THE_PRODUCT =
            List.of("nginx_requests", "nginx_servers", "playback_plays", "playback_releases", "playback_users");

    private final Map<String, ReportFile> byName = new TreeMap<>();

    private Reports(List<ReportFile> reports) {
        reports.forEach(report -> byName.put(report.name(), report));
    }

    /**
     * Reads and checks all files, which blocks for a moment. Those of the product whose stream this node doesn't have are left
     * out.
     *
     * @param location a folder, or {@code classpath:reports} for those that come with the product
     * @param base     what a relative folder is relative to
     * @throws ConfigException with every problem of every file, each with file and line; also when two rollups of different
     *     streams would have one table
     */
    public static Reports read(String location, Path base, Streams streams) {
        boolean product = location.equals(OF_THE_PRODUCT);
        List<String> problems = new ArrayList<>();
        List<ReportFile> reports = new ArrayList<>();
        (product ? ofTheProduct(streams) : fromFolder(base.resolve(location))).forEach((name, text) -> {
            ReportFile file = ReportHead.read(name, text, streams, problems);
            if (file != null) {
                reports.add(file);
            }
        });
        refuseSharedTables(streams, problems);
        if (!problems.isEmpty()) {
            throw new ConfigException("reports in " + location, problems);
        }
        return new Reports(reports);
    }

    /** No reports. */
    public static Reports none() {
        return new Reports(List.of());
    }

    @Nullable
    ReportFile find(String name) {
        return byName.get(name);
    }

    List<ReportFile> all() {
        return List.copyOf(byName.values());
    }

    private static void refuseSharedTables(Streams streams, List<String> problems) {
        Map<String, String> owners = new HashMap<>();
        for (Stream stream : streams.all()) {
            stream.file().summed().forEach(rollup -> {
                String other = owners.put(rollup.table(stream.name()), stream.name());
                if (other != null) {
                    problems.add("rollup " + rollup.name() + ": " + other + " and " + stream.name()
                            + " would share the table rollup." + rollup.table(stream.name()));
                }
            });
        }
    }

    private static Map<String, String> ofTheProduct(Streams streams) {
        Map<String, String> files = new TreeMap<>();
        for (String name : REPORTS_OF_THE_PRODUCT) {
            if (streams.find(name.substring(0, name.indexOf('_'))) != null) {
                files.put(name, new String(Resource.bytes("/reports/" + name + ENDING), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    /** No file is no problem: whoever wants no reports has an empty folder. */
    private static Map<String, String> fromFolder(Path folder) {
        Map<String, String> files = new TreeMap<>();
        try (var listing = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (Path file : listing) {
                String name = String.valueOf(file.getFileName());
                files.put(name.substring(0, name.length() - ENDING.length()), Files.readString(file));
            }
        } catch (IOException e) {
            throw new ConfigException("report", List.of("report.folder: " + folder + " can't be read: " + e));
        }
        return files;
    }
}
