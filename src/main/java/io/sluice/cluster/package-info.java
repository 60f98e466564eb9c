/** Puts a node together: the mod: factory, the root verticle. The only package that sees every stage. */
@NullMarked
package io.sluice.cluster;

import org.jspecify.annotations.NullMarked;
