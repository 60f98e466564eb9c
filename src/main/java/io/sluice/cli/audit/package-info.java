/**
 * The commands {@code audit} and {@code replay}: a day or a window of a stream in Kafka, read again by code of their own, beside
 * what PostgreSQL has.
 */
@NullMarked
package io.sluice.cli.audit;

import org.jspecify.annotations.NullMarked;
