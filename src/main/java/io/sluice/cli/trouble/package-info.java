/** The command {@code trouble}: what an operator sees of the trouble queue, and does about it. */
@NullMarked
package io.sluice.cli.trouble;

import org.jspecify.annotations.NullMarked;
