package io.sluice.http;

/** A part of a request's head as it may be repeated to whoever sent it. */
final class Echo {
    private static final int LONGEST = 60;

    private Echo() {}

    /** Short, and without characters that mean something elsewhere. */
    static String of(String text) {
        String start = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return start.replaceAll("[^A-Za-z0-9 ._~%/+=;,…-]", "?");
    }
}
