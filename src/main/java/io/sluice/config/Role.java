package io.sluice.config;

import java.util.Locale;

/** What a node may run: the stages, in route order. */
public enum Role {
    HTTP,
    VALIDATION,
    KAFKA,
    DATABASE;

    /** The role's name in configuration, metrics and logs. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
