/** Everything that can fail: one enum, one exception, and what a sender is told. */
@NullMarked
package io.sluice.failure;

import org.jspecify.annotations.NullMarked;
