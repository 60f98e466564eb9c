/**
 * The independent proof: a stream's records in Kafka, read again by code of its own, beside what PostgreSQL has. It knows no
 * stage and not even their messages, since an audit by the code that stored would repeat its mistakes. The command
 * {@code audit} and the node's background use the same.
 */
@NullMarked
package io.sluice.audit;

import org.jspecify.annotations.NullMarked;
