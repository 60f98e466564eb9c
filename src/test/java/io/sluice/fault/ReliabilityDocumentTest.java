package io.sluice.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.support.MarkdownTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/reliability.md lists the faults and the planted bugs as they are. */
class ReliabilityDocumentTest {
    private static final Path DOCUMENT = Path.of("docs", "reliability.md");

    @Test
    void everyFaultStandsThereWithItsShare() throws IOException {
        assertThat(rows().subList(0, Kind.values().length))
                .extracting(row -> List.of(row.get(0), row.get(1), row.get(2)))
                .containsExactlyElementsOf(Arrays.stream(Kind.values())
                        .map(kind -> List.of(kind.name(), String.valueOf(kind.share()), kind.text()))
                        .toList());
        assertThat(Arrays.stream(Kind.values()).mapToInt(Kind::share).sum()).isEqualTo(28);
    }

    @Test
    void everyPlantedBugStandsThereWithTheDemandThatCatchesIt() throws IOException {
        List<String> names = Arrays.stream(Planted.values()).map(Planted::name).toList();

        assertThat(rows().stream().filter(row -> names.contains(row.get(0))))
                .extracting(row -> List.of(row.get(0), row.get(3)))
                .containsExactlyElementsOf(Arrays.stream(Planted.values())
                        .map(planted -> List.of(planted.name(), planted.caughtBy()))
                        .toList());
    }

    private static List<List<String>> rows() throws IOException {
        return MarkdownTable.rows(DOCUMENT);
    }
}
