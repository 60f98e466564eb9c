package io.sluice.config;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the streams' files, all of them, and reports every problem of every file together. */
public final class StreamFolder {
    private static final String OF_THE_PRODUCT = "classpath:streams";
    private static final String ENDING = ".json";
    /** A jar can't be listed portably, so their names stand here; a test compares them with conf/streams. */
    static final List<String> STREAMS_OF_THE_PRODUCT = List.of("nginx", "playback");

    private static final int VERSION_DIGITS = 12;

    private StreamFolder() {}

    /**
     * @param location a folder, or {@code classpath:streams} for the streams that come with the product
     * @param base     what a relative folder is relative to: where the configuration file lies
     * @throws ConfigException with every problem
     */
    public static Streams read(String location, Path base) {
        Map<String, byte[]> files =
                location.equals(OF_THE_PRODUCT) ? ofTheProduct() : fromFolder(base.resolve(location));
        List<String> problems = new ArrayList<>();
        List<Stream> streams = new ArrayList<>();
        files.forEach((name, bytes) -> {
            try {
                streams.add(stream(name, bytes));
            } catch (ConfigException e) {
                e.problems().forEach(problem -> problems.add(name + ENDING + ": " + problem));
            } catch (DecodeException e) {
                problems.add(name + ENDING + ": " + JsonSyntax.reason(e));
            } catch (IllegalArgumentException e) {
                problems.add(name + ENDING + ": " + e.getMessage());
            }
        });
        if (files.isEmpty()) {
            problems.add("no file NAME" + ENDING + " there");
        }
        if (!problems.isEmpty()) {
            throw new ConfigException("streams in " + location, problems);
        }
        return new Streams(streams);
    }

    private static Stream stream(String name, byte[] bytes) {
        JsonObject json = new JsonObject(Buffer.buffer(bytes));
        return new Stream(name, version(bytes), RecordReader.read(name, json, Stream.StreamFile.class, System::getenv));
    }

    private static String version(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest).substring(0, VERSION_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static Map<String, byte[]> fromFolder(Path folder) {
        Map<String, byte[]> files = new TreeMap<>();
        try (var listing = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (Path file : listing) {
                String name = String.valueOf(file.getFileName());
                files.put(name.substring(0, name.length() - ENDING.length()), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new ConfigException("streams", List.of("streams: the folder " + folder + " can't be read: " + e));
        }
        return files;
    }

    private static Map<String, byte[]> ofTheProduct() {
        Map<String, byte[]> files = new TreeMap<>();
        STREAMS_OF_THE_PRODUCT.forEach(name -> files.put(name, Resource.bytes("/streams/" + name + ENDING)));
        return files;
    }
}
