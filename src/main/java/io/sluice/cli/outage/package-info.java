/**
 * The commands for outages, {@code pause}, {@code resume} and {@code gap}, and those that keep a day, {@code hold} and
 * {@code release}. They ask a running node's management port.
 */
@NullMarked
package io.sluice.cli.outage;

import org.jspecify.annotations.NullMarked;
