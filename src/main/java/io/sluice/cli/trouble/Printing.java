package io.sluice.cli.trouble;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Where results and errors go. */
final class Printing {
    private final OutputStream raw;
    private final PrintWriter out;
    private final PrintWriter err;

    Printing(OutputStream raw, PrintWriter err) {
        this.raw = raw;
        this.out = new PrintWriter(new OutputStreamWriter(raw, StandardCharsets.UTF_8));
        this.err = err;
    }

    PrintWriter out() {
        return out;
    }

    void error(String line) {
        flush();
        err.println("error: " + line);
    }

    /** For people, beside a result that a program may read. */
    void hint(String line) {
        flush();
        err.println(line);
    }

    void bytes(byte[] bytes) throws IOException {
        flush();
        raw.write(bytes);
        raw.flush();
    }

    void flush() {
        out.flush();
    }
}
