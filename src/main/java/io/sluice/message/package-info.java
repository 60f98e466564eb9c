/** The addresses of the event bus in route order, the records that cross it, and their wire form. */
@NullMarked
package io.sluice.message;

import org.jspecify.annotations.NullMarked;
