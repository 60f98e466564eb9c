package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPointerTest {
    @Test
    void stepsAreResolvedOnce() {
        List<String> steps = new JsonPointer("/a~1b/m~0n/~01/0//ü\n").steps();

        assertThat(steps).containsExactly("a/b", "m~n", "~1", "0", "", "ü\n");
    }

    @Test
    void anEmptyPointerIsTheWhole() {
        assertThat(new JsonPointer("").steps()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", " /a", "/a~2", "/a~", "/~/b", "#/a"})
    void whatIsNoPointerIsRefused(String text) {
        assertThatThrownBy(() -> new JsonPointer(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a JSON pointer");
    }

    @Test
    void aLongPointerIsReadWithoutRecursion() {
        String text = "/a~1".repeat(100_000);

        assertThat(new JsonPointer(text).steps()).hasSize(100_000);
    }
}
