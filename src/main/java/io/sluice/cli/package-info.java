/** The commands of the jar. */
@NullMarked
package io.sluice.cli;

import org.jspecify.annotations.NullMarked;
