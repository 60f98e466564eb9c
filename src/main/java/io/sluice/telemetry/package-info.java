/** What a node tells of itself: metrics, health, and the management port. */
@NullMarked
package io.sluice.telemetry;

import org.jspecify.annotations.NullMarked;
