/** The command {@code audit}: the independent proof for a day of a stream, at once. */
@NullMarked
package io.sluice.cli.audit;

import org.jspecify.annotations.NullMarked;
