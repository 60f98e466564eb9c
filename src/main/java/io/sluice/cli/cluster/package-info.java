/** The commands about the nodes of a cluster: {@code cluster} and {@code drain}. */
@NullMarked
package io.sluice.cli.cluster;

import org.jspecify.annotations.NullMarked;
