package io.sluice.config;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a node may run: the stages, in route order. */
public enum Role {
    HTTP,
    VALIDATION,
    KAFKA,
    DATABASE,
    REPORT,
    DASHBOARD;

    /** Whether events pass it; the others only look on. */
    public boolean isOnTheRoute() {
        return compareTo(DATABASE) <= 0;
    }

    /** The role's name in configuration, metrics and logs. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of that name; any other name fails with IllegalArgumentException. */
    public static Role of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** The names in route order, like {@code http,kafka}. */
    public static String names(Collection<Role> roles) {
        return roles.stream().sorted().map(Role::text).collect(Collectors.joining(","));
    }
}
