package io.sluice.database;

import io.vertx.sqlclient.Tuple;

/** A statement of a pipeline, with its arguments. */
record Step(String sql, Tuple arguments) {
    @Override
    public String toString() {
        return "Step[" + sql.lines().findFirst().orElse("") + "]";
    }
}
