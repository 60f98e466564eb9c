package io.sluice.validation;

import io.netty.util.NetUtil;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values of the keyword {@code format} that a stream's schema may use. Each looks at every character at most a few
 * times, whatever a sender puts there: libraries' checks of some formats take seconds or overflow the stack.
 */
enum Format {
    DATE_TIME("a date-time of " + Rfc3339.FORM),
    DATE("a date like 2026-11-20"),
    TIME("a time like 12:34:56Z"),
    EMAIL("an e-mail address"),
    IPV4("an IPv4 address like 192.0.2.1"),
    IPV6("an IPv6 address like 2001:db8::1"),
    URI("an absolute URI like https://example.com/x"),
    UUID("a UUID like f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
    HOSTNAME("a host name like www.example.com");

    private static final int LONGEST_EMAIL = 254;
    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST_HOSTNAME = 253;
    private static final int LONGEST_IPV4 = 15;
    private static final int LONGEST_IPV6 = 45;
    private static final int LONGEST_URI = 8 * 1024;
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final Pattern LOCAL_PART =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
    private static final Pattern EIGHT_FOUR_FOUR_FOUR_TWELVE =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern FOUR_BYTES =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");
    private static final Pattern HEX_AND_COLONS = Pattern.compile("[0-9a-fA-F:.]+");

    private final String expected;

    Format(String expected) {
        this.expected = expected;
    }

    /** As it stands in a schema. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean matches(String text) {
        return switch (this) {
            case DATE_TIME -> Rfc3339.isDateTime(text);
            case DATE -> Rfc3339.isDate(text);
            case TIME -> Rfc3339.isTime(text);
            case EMAIL -> isEmail(text);
            case IPV4 -> isIpv4(text);
            case IPV6 -> isIpv6(text);
            case URI -> isUri(text);
            case UUID -> isUuid(text);
            case HOSTNAME -> isHostname(text);
        };
    }

    /** What would be right, with its article. */
    String expected() {
        return expected;
    }

    static @Nullable Format of(String text) {
        return Arrays.stream(values())
                .filter(format -> format.text().equals(text))
                .findFirst()
                .orElse(null);
    }

    private static boolean isEmail(String text) {
        int at = text.lastIndexOf('@');
        return text.length() <= LONGEST_EMAIL
                && at > 0
                && at <= LONGEST_LOCAL_PART
                && LOCAL_PART.matcher(text.substring(0, at)).matches()
                && isHostname(text.substring(at + 1));
    }

    /** Without leading zeros, which some programs read as octal. */
    private static boolean isIpv4(String text) {
        return text.length() <= LONGEST_IPV4 && FOUR_BYTES.matcher(text).matches();
    }

    private static boolean isIpv6(String text) {
        return text.length() <= LONGEST_IPV6
                && HEX_AND_COLONS.matcher(text).matches()
                && NetUtil.isValidIpV6Address(text)
                && (text.indexOf('.') < 0 || isIpv4(text.substring(text.lastIndexOf(':') + 1)));
    }

    private static boolean isUri(String text) {
        try {
            return text.length() <= LONGEST_URI && text.chars().allMatch(c -> c < 0x80) && new URI(text).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isUuid(String text) {
        return EIGHT_FOUR_FOUR_FOUR_TWELVE.matcher(text).matches();
    }

    private static boolean isHostname(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_HOSTNAME
                && Arrays.stream(text.split("\\.", -1))
                        .allMatch(label -> LABEL.matcher(label).matches());
    }
}
