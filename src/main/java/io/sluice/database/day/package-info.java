/** A day's rows in a file: written before the day is dropped, read by {@code sluice restore}. docs/day-file.md describes it. */
@NullMarked
package io.sluice.database.day;

import org.jspecify.annotations.NullMarked;
