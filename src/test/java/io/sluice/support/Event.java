package io.sluice.support;

import io.vertx.core.json.JsonObject;

/** Playback events that are a function of their number: what is stored can be compared with what was sent, and nothing kept. */
public final class Event {
    /** Of so many numbers the last two have one id, and differ. */
    private static final long CONFLICT_EVERY = 50;

    private static final int LONGEST_NOTE = 240;

    private Event() {}

    /** The event; it has an {@code id} too, which only a stream whose file has a pointer looks at. */
    public static String text(long number) {
        return "{\"event\":\"track.streamed\",\"at\":\"2026-11-21T08:00:00.123Z\",\"userId\":\"u-" + number
                + "\",\"trackId\":" + number + ",\"playedMs\":" + number % 1_000 + ",\"id\":\"" + id(number)
                + "\",\"note\":\"ü€😀 " + ".".repeat((int) (number * 7 % LONGEST_NOTE)) + "\"}";
    }

    /** The same, parsed. */
    public static JsonObject json(long number) {
        return new JsonObject(text(number));
    }

    /** What it is called where ids count. */
    static String id(long number) {
        return "e-" + (number % CONFLICT_EVERY == CONFLICT_EVERY - 1 ? number - 1 : number);
    }

    /** Whether another event has the same id. */
    static boolean sharesItsId(long number) {
        return number % CONFLICT_EVERY >= CONFLICT_EVERY - 2;
    }
}
