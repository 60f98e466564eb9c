/** What the commands share: a node as its client sees it, trying again, and the exit codes. */
@NullMarked
package io.sluice.cli.client;

import org.jspecify.annotations.NullMarked;
