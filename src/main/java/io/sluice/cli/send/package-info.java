/** The command {@code send}: lines become batches, batches become requests, and how far the input is done is kept. */
@NullMarked
package io.sluice.cli.send;

import org.jspecify.annotations.NullMarked;
