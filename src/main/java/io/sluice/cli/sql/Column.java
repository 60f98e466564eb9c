package io.sluice.cli.sql;

/**
 * A column of a result.
 *
 * @param kind how its values are written
 */
public record Column(String name, Kind kind) {
    /** What the value's text is. */
    public enum Kind {
        /** A number as PostgreSQL writes it. */
        NUMBER,
        /** {@code true} or {@code false}. */
        BOOLEAN,
        /** JSON in one line. */
        JSON,
        /** Anything else. */
        TEXT
    }

    /** The kind of a PostgreSQL type, by the name that its driver gives it. */
    static Kind kindOf(String type) {
        return switch (type) {
            case "int2", "int4", "int8", "float4", "float8", "numeric", "oid", "serial", "bigserial" -> Kind.NUMBER;
            case "bool" -> Kind.BOOLEAN;
            case "json", "jsonb" -> Kind.JSON;
            default -> Kind.TEXT;
        };
    }
}
