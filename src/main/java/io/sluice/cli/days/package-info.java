/**
 * Days brought back: the command {@code restore}, and what it shares with {@code replay}: a table beside the live one, and the
 * difference between the two.
 */
@NullMarked
package io.sluice.cli.days;

import org.jspecify.annotations.NullMarked;
