/** The command {@code balance}: a node's balance sheet, for people. */
@NullMarked
package io.sluice.cli.balance;

import org.jspecify.annotations.NullMarked;
