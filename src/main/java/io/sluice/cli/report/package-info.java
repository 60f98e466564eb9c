/** The command report: results of daily reports, made and shown by the management port of a node. */
@NullMarked
package io.sluice.cli.report;

import org.jspecify.annotations.NullMarked;
