package io.sluice.database;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/** One value of each row as an array: what {@code unnest} takes back apart. */
final class ArrayColumn {
    private ArrayColumn() {}

    /** The rows' values in the rows' order; {@code array} is the constructor of the array, like {@code String[]::new}. */
    static <R, T> T[] of(List<R> rows, Function<? super R, ? extends T> value, IntFunction<T[]> array) {
        return rows.stream().map(value).toArray(array);
    }
}
