/**
 * Stage 5: reports by day of receipt, from rollups that follow what was stored, and whether each is complete. It asks Kafka's
 * bridge over the bus and speaks JDBC on threads of its own; storing shares nothing with it.
 *
 * <pre>
 *   ReportsVerticle ─beat─▶ Reporter (one node at a time) ─▶ Roller (rollups) ─▶ Runs (query, result)
 *          │                                                      ▲                  │
 *          └─bus─▶ Desk (list, run, show, histogram) ─────────────┴──────────────────┘─▶ Outlets
 * </pre>
 */
@NullMarked
package io.sluice.report;

import org.jspecify.annotations.NullMarked;
