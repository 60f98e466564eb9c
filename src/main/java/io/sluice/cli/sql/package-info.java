/** The command {@code sql}: one statement in a read-only transaction, its rows in the format that was asked for. */
@NullMarked
package io.sluice.cli.sql;

import org.jspecify.annotations.NullMarked;
