package io.sluice.report;

import io.sluice.config.Streams;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a report's file: comments {@code -- key: value} at the top, then a query. A line {@code --   text} goes on with the
 * value before it. Every problem is told together, with the line where it is. Pure.
 */
final class ReportHead {
    private static final Pattern ENTRY = Pattern.compile("-- ?([a-z]+):\\s*(.*?)\\s*");
    private static final Pattern MORE = Pattern.compile("--\\s{2,}(.*?)\\s*");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,47}");
    private static final Pattern DAILY = Pattern.compile("daily (\\d{2}:\\d{2})");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm").withResolverStyle(ResolverStyle.STRICT);
    private static final List<String> KEYS = List.of("title", "description", "stream", "schedule", "zone", "chart");
    private static final int QUARTER_SECONDS = 15 * 60;

    /** A value of the head, and the line on which it begins. */
    private record Entry(int line, String value) {}

    private interface Reading<T> {
        T of(String value);
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final Streams streams;

    private ReportHead(Streams streams) {
        this.streams = streams;
    }

    /**
     * @param problems takes what is wrong, each beginning with the file's name and the line
     * @return null when anything is
     */
    static @Nullable ReportFile read(String name, String text, Streams streams, List<String> problems) {
        ReportHead head = new ReportHead(streams);
        ReportFile file = head.file(name, text);
        head.problems.forEach(problem -> problems.add(name + ".sql:" + problem));
        return head.problems.isEmpty() ? file : null;
    }

    private @Nullable ReportFile file(String name, String text) {
        List<String> lines = text.lines().toList();
        int line = 0;
        String last = "";
        while (line < lines.size()
                && (lines.get(line).startsWith("--") || lines.get(line).isBlank())) {
            last = entry(line + 1, lines.get(line), last);
            line++;
        }
        String sql = String.join("\n", lines.subList(line, lines.size()));
        problems.addAll(SqlText.problems(sql, line + 1));
        if (!NAME.matcher(name).matches()) {
            problems.add("1: a report's name is 1 to 48 of a-z, 0-9 and _, beginning with a letter");
        }
        String title = value("title", null, value -> value);
        String stream = value("stream", null, this::stream);
        ZoneId zone = value("zone", "UTC", ReportHead::zone);
        Chart chart = value("chart", "none", Chart::parse);
        Entry schedule = entries.get("schedule");
        LocalTime at = schedule == null || schedule.value().equals("none")
                ? null
                : value("schedule", "none", ReportHead::time);
        if (title == null || stream == null || zone == null || chart == null) {
            return null;
        }
        String about = entries.containsKey("description") ? value("description", "", value -> value) : "";
        return new ReportFile(name, title, String.valueOf(about), stream, at, zone, chart, sql, line + 1);
    }

    /** The key to which a next line may belong. */
    private String entry(int line, String text, String last) {
        Matcher entry = ENTRY.matcher(text);
        Matcher more = MORE.matcher(text);
        if (text.isBlank() || text.equals("--")) {
            return last;
        } else if (entry.matches() && KEYS.contains(entry.group(1))) {
            if (entries.put(entry.group(1), new Entry(line, entry.group(2))) != null) {
                problems.add(line + ": " + entry.group(1) + " stands there twice");
            }
            return entry.group(1);
        } else if (more.matches() && !last.isEmpty()) {
            entries.computeIfPresent(last, (key, old) -> new Entry(old.line(), old.value() + ' ' + more.group(1)));
            return last;
        }
        problems.add(line + ": expected -- KEY: VALUE with one of " + String.join(", ", KEYS)
                + ", or two blanks before what goes on");
        return last;
    }

    private <T> @Nullable T value(String key, @Nullable String otherwise, Reading<T> reading) {
        Entry entry = entries.get(key);
        String text = entry == null ? otherwise : entry.value();
        if (text == null || text.isEmpty()) {
            problems.add((entry == null ? 1 : entry.line()) + ": -- " + key + ": is missing; every report has one");
            return null;
        }
        try {
            return reading.of(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            problems.add((entry == null ? 1 : entry.line()) + ": " + e.getMessage());
            return null;
        }
    }

    private String stream(String name) {
        if (streams.find(name) == null) {
            throw new IllegalArgumentException("there is no stream " + name + " on this node");
        }
        return name;
    }

    private static LocalTime time(String text) {
        Matcher daily = DAILY.matcher(text);
        if (!daily.matches()) {
            throw new IllegalArgumentException("schedule is expected as none or daily HH:MM, like: daily 00:30");
        }
        return LocalTime.parse(daily.group(1), TIME);
    }

    /** Counts and rollups are by quarter of an hour: a day must begin with one. */
    private static ZoneId zone(String text) {
        ZoneId zone;
        try {
            zone = ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("zone is expected as UTC or a name like Europe/Berlin", e);
        }
        Instant about = Instant.parse("2024-01-01T00:00:00Z");
        ZoneOffsetTransition next = zone.getRules().nextTransition(about);
        boolean later = next == null || isWhole(next.getOffsetAfter());
        if (!isWhole(zone.getRules().getOffset(about)) || !later) {
            throw new IllegalArgumentException(
                    "zone " + text + " doesn't differ from UTC by whole quarters of an hour");
        }
        return zone;
    }

    private static boolean isWhole(ZoneOffset offset) {
        return offset.getTotalSeconds() % QUARTER_SECONDS == 0;
    }
}
