/** The command {@code audit}: a day of a stream in Kafka, read again by code of its own, beside what PostgreSQL has. */
@NullMarked
package io.sluice.cli.audit;

import org.jspecify.annotations.NullMarked;
