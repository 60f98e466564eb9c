package io.sluice.cli.trouble;

/** What to do; the names are what the user types. */
enum Action {
    list,
    show,
    edit,
    requeue,
    discard;

    /** The operation's path below /admin/. */
    String path() {
        return "trouble/" + name();
    }
}
