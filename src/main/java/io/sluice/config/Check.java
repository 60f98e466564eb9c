package io.sluice.config;

import java.time.Duration;

/** What a configuration record demands of its values; every method throws IllegalArgumentException naming the key. */
final class Check {
    private Check() {}

    static void within(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + " is " + value + ", expected " + least + " to " + most);
        }
    }

    static void within(String key, ByteSize value, ByteSize least, ByteSize most) {
        if (value.bytes() < least.bytes() || value.bytes() > most.bytes()) {
            throw new IllegalArgumentException(key + " is " + value + ", expected " + least + " to " + most);
        }
    }

    static void positive(String key, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(key + " must be longer than nothing");
        }
    }

    static void port(String key, int port) {
        within(key, port, 0, 65_535);
    }

    static void filled(String key, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(key + " is empty");
        }
    }

    static void holds(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    static void within(String key, JsonPointer pointer) {
        holds(!pointer.text().isEmpty(), key + " must lead to something within the event, like /device/os");
    }
}
