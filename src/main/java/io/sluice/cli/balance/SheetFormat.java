package io.sluice.cli.balance;

/** How the balance sheet is written; the names are what the user types. */
enum SheetFormat {
    /** For people. */
    table,
    /** As the node answered it. */
    json
}
