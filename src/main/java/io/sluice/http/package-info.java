/** Stage 1: takes POSTs, bounds what is in flight, answers with receipts or problem documents. */
@NullMarked
package io.sluice.http;

import org.jspecify.annotations.NullMarked;
