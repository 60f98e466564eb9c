package io.sluice.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PictureTest {
    private static final long NOW = 1_763_712_000_000L;

    private final Picture picture = new Picture("here");

    @Test
    void figuresOfAllNodesAreAddedUp() {
        picture.hear(
                node("a", 10, 3)
                        .put("gauges", new JsonObject().put("backlogEvents", 5).put("drainSeconds", 9)),
                NOW);
        picture.hear(
                node("b", 20, 4)
                        .put("gauges", new JsonObject().put("backlogEvents", 6).put("drainSeconds", 2)),
                NOW);

        JsonObject all = picture.json(NOW);

        assertThat(all.getJsonObject("counts").getLong("acceptedEvents")).isEqualTo(30);
        assertThat(all.getJsonObject("perSecond").getLong("acceptedEvents")).isEqualTo(7);
        assertThat(all.getJsonObject("gauges"))
                .isEqualTo(new JsonObject().put("backlogEvents", 11L).put("drainSeconds", 9L));
        assertThat(all.getJsonArray("nodes")).hasSize(2);
    }

    @Test
    void aNodeThatIsNotHeardFallsSilentIsGoneAndIsForgotten() {
        picture.hear(node("a", 10, 3), NOW);

        assertThat(picture.states(NOW + 1_000)).isEqualTo(Map.of("a", "live"));
        assertThat(picture.states(NOW + 1_700)).isEqualTo(Map.of("a", "silent"));
        assertThat(picture.states(NOW + 5_100)).isEqualTo(Map.of("a", "gone"));
        assertThat(picture.states(NOW + 121_000)).isEmpty();
    }

    @Test
    void aNodeThatIsGoneHasNoRateAnyMoreButWhatItCounted() {
        picture.hear(node("a", 10, 3), NOW);

        JsonObject all = picture.json(NOW + 6_000);

        assertThat(all.getJsonObject("counts").getLong("acceptedEvents")).isEqualTo(10);
        assertThat(all.getJsonObject("perSecond").getLong("acceptedEvents")).isZero();
    }

    @Test
    void whatIsNoStatisticsIsNotTakenIn() {
        assertThatThrownBy(() -> picture.hear(new JsonObject().put("node", "a").put("counts", 7), NOW))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> picture.hear(new JsonObject(), NOW)).isInstanceOf(RuntimeException.class);
        assertThat(picture.states(NOW)).isEmpty();
    }

    private static JsonObject node(String name, long accepted, long perSecond) {
        return new JsonObject()
                .put("node", name)
                .put("counts", new JsonObject().put("acceptedEvents", accepted))
                .put("perSecond", new JsonObject().put("acceptedEvents", perSecond));
    }
}
