/** Stage 2: checks every event of a request strictly and has the good requests appended. */
@NullMarked
package io.sluice.validation;

import org.jspecify.annotations.NullMarked;
