package io.sluice.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ByteSize;
import io.sluice.config.ValidationConfig;
import io.sluice.message.BodyFormat;
import io.sluice.support.CorpusRequest;
import io.sluice.support.PlainJson;
import io.sluice.support.PostgresFixture;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The check against PostgreSQL itself. What it lets in, {@code jsonb} takes and gives back equal; what jsonb refuses, it
 * refuses; and what it refuses although jsonb would take it is refused for a reason that stands in the documentation.
 */
class JsonbIT {
    @RegisterExtension
    static final PostgresFixture POSTGRES = new PostgresFixture();

    private static final int TEXTS = 3_000;
    private static final ValidationConfig CONFIG = new ValidationConfig(
            1, Duration.ofSeconds(1), 10_000, new ByteSize(900 << 10), 64, 50_000, new ByteSize(1_000), 400, 10);
    /** What jsonb takes and Sluice doesn't, each by the words of its refusal. */
    private static final List<String> OUR_OWN_REASONS = List.of(
            "stands twice",
            "too many digits",
            "inside each other more than",
            "more than 1000 bytes",
            "more than 50000 values",
            "bytes, expected at most",
            "longer than an event may be",
            "expected an object",
            "neither an object nor an array",
            "the array is empty",
            "more than 10000 events");

    private final Checks checks = new Checks(Checks.anything(), CONFIG);

    /** What PostgreSQL made of a text: what it gives back, or null where it refused it. */
    private record Opinion(String text, String givenBack) {
        boolean isTaken() {
            return givenBack != null;
        }

        /** Short: a failing assertion shows it. */
        @Override
        public String toString() {
            return text.substring(0, Math.min(300, text.length()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theCheckAgreesWithJsonbOnRandomTexts(long seed) throws SQLException {
        Random random = new Random(seed);
        JsonMaker maker = new JsonMaker(random, true);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            String text = maker.object(6);
            texts.add(i % 2 == 0 ? text : spoilt(text, random));
        }

        List<Opinion> opinions = ask(texts);

        assertThat(opinions).hasSize(TEXTS);
        opinions.forEach(this::agrees);
        assertThat(opinions.stream().filter(Opinion::isTaken)).hasSizeBetween(TEXTS / 2, TEXTS - 1);
    }

    @Test
    void theCheckAgreesWithJsonbOnTheCorpus() throws SQLException {
        List<String> texts = CorpusRequest.all("").stream()
                .flatMap(request -> request.format() == BodyFormat.NDJSON
                        ? request.body().toString(StandardCharsets.UTF_8).lines()
                        : java.util.stream.Stream.of(request.body().toString(StandardCharsets.UTF_8)))
                .map(JsonbIT::withoutMark)
                .filter(text -> !text.isBlank() && text.indexOf(0) < 0)
                .distinct()
                .toList();

        List<Opinion> opinions = ask(texts);

        opinions.forEach(this::agrees);
        assertThat(opinions.size()).isGreaterThan(100);
    }

    /** What PostgreSQL bounds itself: at our largest event, deepest nesting, longest name and most values. */
    @Test
    void theLargestThatIsLetInIsStored() throws SQLException {
        List<String> texts = List.of(
                "{\"a\":\"" + "t".repeat((900 << 10) - 8) + "\"}",
                "{\"a\":\"" + "\\u0001".repeat(153_000) + "\"}",
                "{\"a\":".repeat(64) + "1" + "}".repeat(64),
                "{\"" + "n".repeat(1_000) + "\":1}",
                "{\"a\":[" + "1,".repeat(49_990) + "1]}",
                "{\"a\":[" + ("9".repeat(400) + ",").repeat(2_200) + "1e-399]}",
                "{\"a\":[" + "1e399,".repeat(20_000) + "-1e399]}",
                members(40_000));

        List<Opinion> opinions = ask(texts);

        for (Opinion opinion : opinions) {
            assertThat(verdict(opinion.text())).as(opinion.toString()).isInstanceOf(Verdict.Good.class);
            agrees(opinion);
        }
    }

    private static String members(int count) {
        StringBuilder text = new StringBuilder("{\"m\":0");
        for (int i = 0; i < count; i++) {
            text.append(",\"m").append(i).append("\":").append(i);
        }
        return text.append('}').toString();
    }

    private void agrees(Opinion opinion) {
        if (verdict(opinion.text()) instanceof Verdict.Bad bad) {
            String detail = bad.problem().detail();
            boolean known = OUR_OWN_REASONS.stream().anyMatch(detail::contains);
            assertThat(known || !opinion.isTaken())
                    .as("jsonb takes what was refused with: %s: %s", detail, opinion)
                    .isTrue();
        } else {
            assertThat(opinion.isTaken())
                    .as("jsonb refuses what was let in: %s", opinion)
                    .isTrue();
            boolean equal = PlainJson.parse(opinion.givenBack()).equals(PlainJson.parse(opinion.text()));
            assertThat(equal).as("given back equal: %s", opinion).isTrue();
        }
    }

    private Verdict verdict(String text) {
        return checks.bytes(BodyFormat.JSON, text.getBytes(StandardCharsets.UTF_8));
    }

    /** All texts in one statement; one that is refused gives null, and of 131 MB, as 9 kB can become, only the beginning. */
    private static List<Opinion> ask(List<String> texts) throws SQLException {
        String sql = """
                SELECT t, CASE WHEN pg_input_is_valid(t, 'jsonb') THEN left((t::jsonb)::text, 10000000) END
                FROM unnest(?::text[]) WITH ORDINALITY AS of(t, n) ORDER BY n""";
        try (Connection connection = POSTGRES.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", texts.toArray()));
            List<Opinion> opinions = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    opinions.add(new Opinion(rows.getString(1), rows.getString(2)));
                }
            }
            return opinions;
        }
    }

    /** One mark at a body's beginning is let in and goes no further: PostgreSQL never sees it. */
    private static String withoutMark(String text) {
        return text.replaceFirst("^\uFEFF+", "");
    }

    /** One to three changes that may or may not leave it JSON. */
    private static String spoilt(String text, Random random) {
        String[] pieces = {
            "\"",
            "\\",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "0",
            "-",
            "e",
            ".",
            " ",
            "\\u0000",
            "\\ud800",
            "\\udc00",
            "\\u",
            "1e131072",
            "1e400",
            "1e-16384",
            "\"a\":1,",
            "null",
            "tru",
            "/**/",
            "\t",
            "\n",
            "\u0001",
            "\uFEFF",
            "NaN"
        };
        StringBuilder spoilt = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(spoilt.length() + 1);
            if (random.nextInt(3) == 0 && at < spoilt.length()) {
                spoilt.deleteCharAt(at);
            } else {
                spoilt.insert(at, pieces[random.nextInt(pieces.length)]);
            }
        }
        return withoutMark(spoilt.toString());
    }
}
