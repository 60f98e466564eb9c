package io.sluice.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DefectTest {
    @ParameterizedTest
    @EnumSource
    void aDefectReadsBackAsItWasWritten(Defect defect) {
        assertThat(Defect.ofText(defect.text())).isEqualTo(defect);
    }

    @Test
    void theTextsAreTheDocumentedOnes() {
        assertThat(Arrays.stream(Defect.values()).map(Defect::text)).containsExactly("no_header", "crc", "count");
    }

    @Test
    void aDefectOfANewerReleaseIsNotGuessedAt() {
        assertThatThrownBy(() -> Defect.ofText("torn")).isInstanceOf(IllegalArgumentException.class);
    }
}
