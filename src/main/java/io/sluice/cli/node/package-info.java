/** The commands that start a node: {@code run} and {@code bare}, and what they share with {@code dev}. */
@NullMarked
package io.sluice.cli.node;

import org.jspecify.annotations.NullMarked;
