/**
 * Stage 2: checks every event of a request strictly and has the good requests appended.
 *
 * <pre>
 *   before the start:  Schemas ─ SchemaRules, LibraryCheck ─▶ StreamRules, one a stream
 *
 *   ValidationVerticle ─▶ RequestCheck ─▶ ParsedBody (BodyScan) ─▶ JsonEvents or NdjsonEvents ─ TreeReader ─▶ JsonValue
 *          ▲                                                                                            │
 *          └── Verdicts ◀── Verdict ◀── Findings (Spans of the good, faults of the bad) ◀── StreamRules ◀┘
 * </pre>
 */
@NullMarked
package io.sluice.validation;

import org.jspecify.annotations.NullMarked;
