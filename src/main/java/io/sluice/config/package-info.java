/** The configuration as records, checked when it is read, and the streams' files. */
@NullMarked
package io.sluice.config;

import org.jspecify.annotations.NullMarked;
