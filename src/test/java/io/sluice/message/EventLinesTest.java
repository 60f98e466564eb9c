package io.sluice.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventLinesTest {
    @ParameterizedTest
    @CsvSource({"'',0", "'{}',1", "'{}|{}',2", "'{}|',1", "'|{}||{}|',2", "'|',0"})
    void aLineWithoutBytesIsNoEvent(String value, int events) {
        byte[] bytes = value.replace('|', '\n').getBytes(StandardCharsets.UTF_8);

        assertThat(EventLines.count(bytes)).isEqualTo(events);
    }
}
