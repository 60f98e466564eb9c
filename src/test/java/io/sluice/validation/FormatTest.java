package io.sluice.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-20T12:34:56Z",
                "2026-11-20t12:34:56z",
                "2026-11-20T12:34:56.1Z",
                "2026-11-20T12:34:56.123456789Z",
                "0001-01-01T00:00:00Z",
                "9999-12-31T23:59:59Z",
                "2024-02-29T00:00:00Z",
                "2000-02-29T00:00:00Z",
                "2026-11-20T12:34:56+15:59",
                "2026-11-20T12:34:56-00:00"
            })
    void dateTimesOfRfc3339AreTaken(String text) {
        assertThat(Rfc3339.isDateTime(text)).isTrue();
        assertThat(OffsetDateTime.parse(text.toUpperCase(java.util.Locale.ROOT)))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-11-20",
                "2026-11-20T12:34:56",
                "2026-11-20T12:34Z",
                "2026-11-20 12:34:56Z",
                "0000-01-01T00:00:00Z",
                "10000-01-01T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-00-01T00:00:00Z",
                "2026-02-29T00:00:00Z",
                "1900-02-29T00:00:00Z",
                "2026-04-31T00:00:00Z",
                "2026-11-00T00:00:00Z",
                "2026-11-20T24:00:00Z",
                "2026-11-20T12:60:00Z",
                "2016-12-31T23:59:60Z",
                "2026-11-20T12:34:56.Z",
                "2026-11-20T12:34:56.1234567890Z",
                "2026-11-20T12:34:56+16:00",
                "2026-11-20T12:34:56+1:00",
                "2026-11-20T12:34:56+0100",
                "2026-11-20T12:34:56+01",
                "2026-11-20T12:34:56+01:60",
                "2026-11-20T12:34:56ZZ",
                " 2026-11-20T12:34:56Z",
                "2026-11-20T12:34:56Z ",
                "+026-11-20T12:34:56Z",
                "２026-11-20T12:34:56Z",
                "2026-11-20T-1:34:56Z",
                "2026-11-20T12:34:56,5Z",
                "1763642096000",
                "2026-W47-5T12:34:56Z"
            })
    void whatPostgresWouldReadOtherwiseIsNot(String text) {
        assertThat(Rfc3339.isDateTime(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "DATE, 2026-11-20, true",
        "DATE, 2026-11-31, false",
        "DATE, 20261120, false",
        "TIME, 12:34:56Z, true",
        "TIME, 12:34:56.5+01:00, true",
        "TIME, 12:34:56, false",
        "EMAIL, joe.bloggs@example.com, true",
        "EMAIL, joe@localhost, true",
        "EMAIL, .joe@example.com, false",
        "EMAIL, joe..b@example.com, false",
        "EMAIL, joe, false",
        "EMAIL, @example.com, false",
        "EMAIL, joe@, false",
        "IPV4, 192.0.2.1, true",
        "IPV4, 256.0.2.1, false",
        "IPV4, 192.0.2, false",
        "IPV4, 0300.0.2.1, false",
        "IPV4, 087.10.0.1, false",
        "IPV4, 0x7f000001, false",
        "IPV6, ::1, true",
        "IPV6, 2001:db8::1, true",
        "IPV6, ::ffff:192.0.2.1, true",
        "IPV6, ::ffff:192.0.2.01, false",
        "IPV6, 12345::, false",
        "IPV6, [::1], false",
        "IPV6, fe80::1%eth0, false",
        "IPV6, 1:2:3:4:5:6:7:8:9, false",
        "IPV6, '1::2::3', false",
        "IPV6, '', false",
        "URI, https://example.com/a?b#c, true",
        "URI, urn:isbn:0451450523, true",
        "URI, /relative, false",
        "URI, 'https://ex ample.com', false",
        "URI, 'http://ü.example', false",
        "UUID, f81d4fae-7dec-11d0-a765-00a0c91e6bf6, true",
        "UUID, F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6, true",
        "UUID, f81d4fae7dec11d0a76500a0c91e6bf6, false",
        "HOSTNAME, www.example.com, true",
        "HOSTNAME, a-b.c, true",
        "HOSTNAME, -a.b, false",
        "HOSTNAME, a..b, false",
        "HOSTNAME, a_b, false",
        "HOSTNAME, '', false",
    })
    void formatsTakeWhatTheirRfcsSay(Format format, String text, boolean matches) {
        assertThat(format.matches(text)).isEqualTo(matches);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void noTextTakesLong(Format format) {
        for (String piece : List.of("1", "a", "a.", "a-", "a:/", "1:", "{", "a@", "%", "ü", "1.", ":")) {
            String text = piece.repeat(1_000_000 / piece.length());

            assertTimeout(Duration.ofMillis(500), () -> format.matches(text));
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aFormatIsFoundByItsText(Format format) {
        assertThat(Format.of(format.text())).isEqualTo(format);
    }
}
