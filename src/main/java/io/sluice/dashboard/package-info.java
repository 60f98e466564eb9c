/**
 * Stage 6, what people look at: gathers what every node publishes and passes it to browsers and programs, each as fast as it
 * reads. It changes nothing anywhere.
 */
@NullMarked
package io.sluice.dashboard;

import org.jspecify.annotations.NullMarked;
