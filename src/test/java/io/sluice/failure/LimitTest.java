package io.sluice.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.support.MarkdownTable;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LimitTest {
    @ParameterizedTest
    @EnumSource
    void aLimitHasTheNameOfADocumentedKeyWithADefault(Limit limit) throws IOException {
        assertThat(MarkdownTable.rows(Path.of("docs/configuration.md")))
                .filteredOn(row -> row.get(0).equals(limit.key()))
                .singleElement()
                .satisfies(row -> assertThat(row.get(1)).isNotEqualTo("required"));
    }

    @ParameterizedTest
    @EnumSource
    void aLimitIsFoundByItsKey(Limit limit) {
        assertThat(Limit.ofKey(limit.key())).isEqualTo(limit);
    }

    @Test
    void aLimitOfANewerVersionIsUnknown() {
        assertThat(Limit.ofKey("http.maxOfANewerVersion")).isNull();
    }
}
