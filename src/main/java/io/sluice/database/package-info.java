/** Stage 4: owns partitions and stores their events in PostgreSQL, each exactly once. */
@NullMarked
package io.sluice.database;

import org.jspecify.annotations.NullMarked;
