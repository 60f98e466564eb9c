package io.sluice.support;

import io.sluice.message.BodyFormat;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A request of src/test/corpus and the answer that it must get; README.md there says how its file is written.
 *
 * @param name     its file's, with its folder: good, partly, bad or free
 * @param expected what stands behind the lines' {@code >}, by key
 * @param format   how the events stand in the body
 * @param body     as the sender meant it
 * @param wire     the same as it is sent: zipped, cut, broken
 * @param request  all bytes that go over the wire, head included
 */
public record CorpusRequest(
        String name, Map<String, String> expected, BodyFormat format, Buffer body, Buffer wire, Buffer request) {
    public static final Path FOLDER = Path.of("src/test/corpus");

    /** Every request of a kind, or of all where it is empty, by name. */
    public static List<CorpusRequest> all(String kind) {
        try (Stream<Path> files = Files.walk(FOLDER.resolve(kind))) {
            return files.filter(file -> file.toString().endsWith(".req"))
                    .sorted()
                    .map(CorpusRequest::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CorpusRequest read(Path file) {
        Map<String, String> expected = new LinkedHashMap<>();
        WireForm form = new WireForm();
        StringBuilder head = new StringBuilder();
        String text = text(file);
        int at = 0;
        for (String line = line(text, at); !line.isEmpty(); line = line(text, at)) {
            at += line.length() + 1;
            if (line.startsWith(">")) {
                int colon = line.indexOf(':');
                expected.put(
                        line.substring(1, colon).strip(),
                        line.substring(colon + 1).strip());
            } else if (line.startsWith("<")) {
                form.add(line.substring(1).strip());
            } else if (!line.startsWith("#")) {
                head.append(line).append("\r\n");
            }
        }
        String end = text.endsWith("\n") ? text.substring(at + 1, text.length() - 1) : text.substring(at + 1);
        byte[] body = Notation.bytes(end);
        byte[] wire = form.encode(body);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(Notation.bytes(form.head(head.toString(), wire.length)));
        request.writeBytes(form.frame(wire));
        String name = FOLDER.relativize(file).toString().replace('\\', '/');
        return new CorpusRequest(
                name,
                expected,
                format(head.toString()),
                Buffer.buffer(body),
                Buffer.buffer(wire),
                Buffer.buffer(request.toByteArray()));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    private static String line(String text, int from) {
        int end = text.indexOf('\n', from);
        if (end < 0) {
            throw new IllegalArgumentException("a blank line ends the head: " + text);
        }
        return text.substring(from, end);
    }

    private static BodyFormat format(String head) {
        String lower = head.toLowerCase(Locale.ROOT);
        return lower.contains("ndjson") || lower.contains("jsonl") ? BodyFormat.NDJSON : BodyFormat.JSON;
    }

    /** Whether any answer below 500 is right. */
    public boolean isFree() {
        return name.startsWith("free/");
    }

    /** Whether its good events are taken, and the others named. */
    public boolean isPartly() {
        return name.startsWith("partly/");
    }

    public boolean isGood() {
        return name.startsWith("good/");
    }

    /** The name alone: it is what a test's report shows. */
    @Override
    public String toString() {
        return name;
    }
}
