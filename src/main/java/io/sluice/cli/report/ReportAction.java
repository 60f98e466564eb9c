package io.sluice.cli.report;

/** What the command does; written in lower case, as it is typed. */
enum ReportAction {
    list,
    run,
    show
}
