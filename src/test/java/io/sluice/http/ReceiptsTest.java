package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.message.Position;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptsTest {
    private static final Position LONGEST = new Position(
            "s".repeat(48), new UUID(-1, 1), Integer.MAX_VALUE, Long.MAX_VALUE, 1_795_000_000_000L, Integer.MAX_VALUE);

    private final Receipts receipts = new Receipts(HttpConfigs.receipts("a key of thirty-two characters !"));

    @Test
    void aReceiptTellsItsPosition() {
        Position position = new Position("nginx", UUID.randomUUID(), 3, 42, 1_795_000_000_123L, 100);

        Position told = receipts.position(receipts.token(position));

        assertThat(told).isEqualTo(position);
    }

    @Test
    void theLongestReceiptKeepsToItsLimit() {
        String token = receipts.token(LONGEST);

        assertThat(token).hasSize(Receipts.MAX_CHARACTERS);
        assertThat(receipts.position(token)).isEqualTo(LONGEST);
    }

    @Test
    void everyChangedCharacterMakesItUnknown() {
        String token = receipts.token(LONGEST);

        for (int i = 0; i < token.length() - 1; i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(receipts.position(token.substring(0, i) + other + token.substring(i + 1)))
                    .as("character %d", i)
                    .isNull();
        }
    }

    @Test
    void aReceiptOfAnotherKeyIsUnknown() {
        Receipts others = new Receipts(HttpConfigs.receipts("another key of 32 characters !!!"));

        Position told = receipts.position(others.token(LONGEST));

        assertThat(told).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "AAAA", "%00", "a b", "ä", "AAAA=", "../../etc/passwd"})
    void whatIsNoReceiptIsUnknown(String text) {
        assertThat(receipts.position(text)).isNull();
        assertThat(receipts.position(text + "A".repeat(10_000))).isNull();
    }
}
