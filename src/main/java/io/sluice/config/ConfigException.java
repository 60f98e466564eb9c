package io.sluice.config;

import java.util.List;

/** Everything that is wrong with a configuration, each with the path of its key. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final transient List<String> problems;

    /** {@code what} names the source, {@code problems} are sentences that begin with a key path. */
    public ConfigException(String what, List<String> problems) {
        super(what + ": " + String.join("; ", problems), null, false, false);
        this.what = what;
        this.problems = List.copyOf(problems);
    }

    /** The source that can't be used. */
    public String what() {
        return what;
    }

    public List<String> problems() {
        return problems;
    }
}
