package io.sluice.database;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A JSON pointer (RFC 6901) as PostgreSQL's path into a jsonb. */
final class Pointer {
    private Pointer() {}

    /** The steps of a pointer that begins with a slash, with ~1 and ~0 resolved. */
    static List<String> steps(String pointer) {
        return Arrays.stream(pointer.substring(1).split("/", -1))
                .map(step -> step.replace("~1", "/").replace("~0", "~"))
                .toList();
    }

    /** The path as an SQL expression, like {@code ARRAY['device','os']}. */
    static String path(String pointer) {
        return steps(pointer).stream().map(Sql::literal).collect(Collectors.joining(",", "ARRAY[", "]::text[]"));
    }
}
