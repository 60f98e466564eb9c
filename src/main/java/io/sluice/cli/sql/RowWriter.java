package io.sluice.cli.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one result, in this order: begin, each row, end. Keeps only what its format needs. */
public interface RowWriter {
    void begin(List<Column> columns);

    /** One value a column; null is NULL. */
    void row(List<@Nullable String> values);

    /** @param more whether the result has further rows, which were not asked for */
    void end(boolean more);
}
