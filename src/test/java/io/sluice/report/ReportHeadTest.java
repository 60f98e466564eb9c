package io.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Streams;
import io.sluice.support.Configs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportHeadTest {
    private static final Streams STREAMS = Configs.streams();
    private static final String GOOD = """
            -- title: Plays
            -- description: What was played,
            --   and how often; it's all there.
            -- stream: playback
            -- schedule: daily 00:30
            -- zone: Europe/Berlin
            -- chart: bar territory plays

            SELECT territory, '$3; -- ' || $$ $4 ; $$ AS "a;$5", count(*) AS plays /* $6 ; */
            FROM rollup.playback_tracks WHERE quarter >= $1 AND quarter < $2 -- ; $7
            GROUP BY 1;
            """;

    private static List<String> problems(String text) {
        List<String> problems = new ArrayList<>();
        ReportHead.read("plays", text, STREAMS, problems);
        return problems;
    }

    private static ReportFile read(String text) {
        List<String> problems = new ArrayList<>();
        ReportFile file = ReportHead.read("plays", text, STREAMS, problems);
        assertThat(problems).isEmpty();
        return file;
    }

    @Test
    void aFileIsReadWithAllThatItsHeadSays() {
        ReportFile file = read(GOOD);

        assertThat(file.title()).isEqualTo("Plays");
        assertThat(file.description()).isEqualTo("What was played, and how often; it's all there.");
        assertThat(file.at()).isEqualTo(LocalTime.of(0, 30));
        assertThat(file.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(file.chart()).isEqualTo(new Chart(Chart.Kind.BAR, "territory", List.of("plays")));
        assertThat(file.sqlLine()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-- title: Plays        | -- titel: Plays     | plays.sql:1: expected -- KEY: VALUE with one of title",
                "-- title: Plays        | -- title:           | plays.sql:1: -- title: is missing",
                "-- stream: playback    | -- stream: nowhere  | plays.sql:4: there is no stream nowhere on this node",
                "daily 00:30            | hourly              | plays.sql:5: schedule is expected as none or daily HH:MM",
                "daily 00:30            | daily 24:30         | plays.sql:5: ",
                "Europe/Berlin          | Europe/Nowhere      | plays.sql:6: zone is expected as UTC or a name",
                "bar territory plays    | pie territory plays | plays.sql:7: chart is expected as none",
                "quarter < $2           | quarter < now()     | plays.sql:9: the query has the parameters [$1]",
                "SELECT territory       | DELETE territory    | plays.sql:9: the query begins with DELETE",
                "GROUP BY 1;            | ; DROP TABLE x      | plays.sql:11: a second statement begins here"
            })
    void whatIsWrongIsToldWithItsLine(String good, String bad, String problem) {
        String text = GOOD.replace(good, bad);

        List<String> problems = problems(text);

        assertThat(problems).anyMatch(told -> told.startsWith(problem.stripTrailing()));
    }

    @Test
    void aDayIsDueAfterItsTimeAndTheGraceWhicheverIsLater() {
        ReportFile file = read(GOOD);
        Day day = new Day(LocalDate.of(2026, 3, 28), file.zone());

        assertThat(file.isDue(day, Instant.parse("2026-03-28T23:29:59Z"), Duration.ofMinutes(10)))
                .isFalse();
        assertThat(file.isDue(day, Instant.parse("2026-03-28T23:30:00Z"), Duration.ofMinutes(10)))
                .isTrue();
        assertThat(file.isDue(day, Instant.parse("2026-03-28T23:30:00Z"), Duration.ofHours(1)))
                .isFalse();
    }

    @Test
    void theReportsOfTheProductAreTheFilesThatThePomPacksAndAllAreGood() throws Exception {
        Reports reports = Reports.read("classpath:reports", Path.of(""), STREAMS);

        try (var files = Files.list(Path.of("conf/reports"))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".sql", "")))
                    .containsExactlyInAnyOrderElementsOf(Reports.REPORTS_OF_THE_PRODUCT);
        }
        assertThat(reports.all()).extracting(ReportFile::name).hasSameElementsAs(Reports.REPORTS_OF_THE_PRODUCT);
    }
}
