/** The entry of the jar: which commands there are. */
@NullMarked
package io.sluice.cli;

import org.jspecify.annotations.NullMarked;
