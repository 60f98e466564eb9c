/** The command {@code smoke}: one marked event, followed until it is stored. */
@NullMarked
package io.sluice.cli.smoke;

import org.jspecify.annotations.NullMarked;
