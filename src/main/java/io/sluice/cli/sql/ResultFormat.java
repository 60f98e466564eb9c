package io.sluice.cli.sql;

/** How {@code sql} writes a result; the names are what the user types. */
enum ResultFormat {
    table,
    csv,
    json,
    ndjson
}
