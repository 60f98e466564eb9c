package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({"512B, 512, 512B", "900KiB, 921600, 900KiB", "4 MiB, 4194304, 4MiB", "1GiB, 1073741824, 1024MiB"})
    void aSizeIsANumberAndAUnit(String text, long bytes, String written) {
        ByteSize size = ByteSize.parse(text);

        assertThat(size.bytes()).isEqualTo(bytes);
        assertThat(size).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"512", "", "4MB", "4mib", "-1B", "1.5MiB"})
    void aSizeWithoutAKnownUnitIsRefused(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("with its unit");
    }
}
