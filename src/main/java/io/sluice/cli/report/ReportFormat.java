package io.sluice.cli.report;

/** How a result is shown; written in lower case, as it is typed. */
enum ReportFormat {
    json,
    csv,
    html
}
