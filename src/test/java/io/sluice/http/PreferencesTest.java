package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesTest {
    private static boolean areLenient(String... headers) {
        MultiMap map = MultiMap.caseInsensitiveMultiMap();
        for (String header : headers) {
            map.add("Prefer", header);
        }
        return Preferences.areLenient(map);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "handling=lenient",
                "Handling = Lenient",
                "handling=\"lenient\"",
                "respond-async, wait=10, handling=lenient; foo=\"some, value\"",
                "a=\"handling=strict, \\\" x\", handling=lenient",
                "handling=lenient, handling=strict"
            })
    void lenientHandlingIsFoundAmongOtherPreferences(String header) {
        assertThat(areLenient(header)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "lenient",
                "handling",
                "handling=",
                "handling=\"",
                "handling=strict",
                "handling=strict, handling=lenient",
                "handling=leniently",
                "x-handling=lenient",
                "a=\"b, handling=lenient\"",
                "a=\"never ended, handling=lenient"
            })
    void anythingElseIsStrict(String header) {
        assertThat(areLenient(header)).isFalse();
    }

    @Test
    void ofSeveralHeadersTheFirstHandlingCounts() {
        assertThat(areLenient("wait=1", "handling=lenient", "handling=strict")).isTrue();
        assertThat(areLenient()).isFalse();
    }
}
