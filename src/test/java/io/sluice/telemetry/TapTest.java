package io.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.message.Position;
import io.sluice.message.TailWish;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TapTest {
    private static final String THREE =
            "{\"n\":1,\"os\":{\"name\":\"a/b\"}}\n\n{\"n\":2,\"tags\":[\"x\",\"y\"]}\n{\"n\":3}";
    private static final TailWish ALL = wish("", "", "", "");

    private final Tap tap = new Tap();
    private final long now = System.nanoTime();

    @Test
    void whileNobodyLooksNothingIsKept() {
        pass("web", THREE);

        assertThat(tap.take(now)).isEmpty();
    }

    @Test
    void whoLooksSeesTheEventsOfTheStreamWithTheirPlaces() {
        tap.look("there", List.of(ALL), now);

        pass("web", THREE);
        tap.pass(position("playback", 9), "web", Buffer.buffer("{\"n\":9}"));

        JsonObject seen = tap.take(now).get("there").get(0);
        assertThat(seen.getLong("passed")).isEqualTo(3);
        assertThat(events(seen).map(event -> event.getInteger("index") + " " + event.getString("event")))
                .containsExactly(
                        "0 {\"n\":1,\"os\":{\"name\":\"a/b\"}}", "2 {\"n\":2,\"tags\":[\"x\",\"y\"]}", "3 {\"n\":3}");
        assertThat(tap.take(now)).isEmpty();
    }

    @Test
    void aFilterLetsThroughWhatItNames() {
        assertThat(seenBy(wish("web", "", "", ""))).containsExactly(0, 2, 3);
        assertThat(seenBy(wish("app", "", "", ""))).isEmpty();
        assertThat(seenBy(wish("", "\"n\":2", "", ""))).containsExactly(2);
        assertThat(seenBy(wish("", "", "/n", "3"))).containsExactly(3);
        assertThat(seenBy(wish("", "", "/os/name", "a/b"))).containsExactly(0);
        assertThat(seenBy(wish("", "", "/tags/1", "y"))).containsExactly(2);
        assertThat(seenBy(wish("", "n", "/tags/7", "y"))).isEmpty();
    }

    private List<Integer> seenBy(TailWish wish) {
        tap.look("there", List.of(wish), now);
        pass("web", THREE);
        return tap.take(now).getOrDefault("there", List.of()).stream()
                .flatMap(TapTest::events)
                .map(event -> event.getInteger("index"))
                .toList();
    }

    @Test
    void itIsASampleOfASecondAndSaysHowManyPassed() {
        tap.look("there", List.of(ALL), now);

        IntStream.range(0, 100).forEach(i -> pass("web", THREE));

        JsonObject seen = tap.take(now).get("there").get(0);
        assertThat(seen.getLong("passed")).isEqualTo(300);
        assertThat(seen.getJsonArray("events")).hasSize(5);
    }

    @Test
    void aLongEventIsCut() {
        tap.look("there", List.of(ALL), now);

        pass("web", "{\"text\":\"" + "x".repeat(1_000) + "\"}");

        JsonObject event =
                tap.take(now).get("there").get(0).getJsonArray("events").getJsonObject(0);
        assertThat(event.getString("event")).hasSize(100);
        assertThat(event.getBoolean("cut")).isTrue();
    }

    @Test
    void whoNoLongerSaysThatTheyLookIsForgotten() {
        tap.look("there", List.of(ALL), now);

        tap.take(now + 2 * Tap.FORGOTTEN_NANOS);
        pass("web", THREE);

        assertThat(tap.take(now + 2 * Tap.FORGOTTEN_NANOS)).isEmpty();
    }

    @Test
    void wishesAreBounded() {
        List<TailWish> many = IntStream.range(0, 2 * Tap.MOST_WISHES)
                .mapToObj(i -> wish("", "n" + i, "", ""))
                .toList();
        tap.look("there", many, now);
        tap.look("elsewhere", List.of(ALL), now);

        pass("web", THREE);

        assertThat(tap.take(now).get("there")).hasSize(Tap.MOST_WISHES);
    }

    private static TailWish wish(String client, String contains, String pointer, String value) {
        return new TailWish("w", "nginx", client, contains, pointer, value, 5, 100);
    }

    private void pass(String client, String lines) {
        tap.pass(position("nginx", 3), client, Buffer.buffer(lines));
    }

    private static Position position(String stream, int events) {
        return new Position(stream, new UUID(1, 2), 0, 42, 1_763_712_000_000L, events);
    }

    private static Stream<JsonObject> events(JsonObject seen) {
        return seen.getJsonArray("events").stream().map(JsonObject.class::cast);
    }
}
