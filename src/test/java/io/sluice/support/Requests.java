package io.sluice.support;

import io.sluice.support.Oracle.Identity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;

/** Requests as senders make them: single events, arrays and lines, some compressed, some with a key. For one thread. */
final class Requests {
    private static final int MOST_EVENTS = 30;

    private enum Form {
        SINGLE,
        ARRAY,
        LINES
    }

    /** Events of one oracle, in a row; {@code key} is the Idempotency-Key or null. */
    record Request(Oracle oracle, long first, int count, Form form, boolean gzip, String key, boolean haveIds) {
        Map<String, String> headers() {
            Map<String, String> headers = new HashMap<>();
            headers.put("content-type", form == Form.LINES ? "application/x-ndjson" : "application/json");
            if (gzip) {
                headers.put("content-encoding", "gzip");
            }
            if (key != null) {
                headers.put("idempotency-key", key);
            }
            return headers;
        }

        byte[] body() {
            String separator = form == Form.LINES ? "\n" : ",";
            String events =
                    LongStream.range(first, first + count).mapToObj(Event::text).collect(Collectors.joining(separator));
            byte[] plain = (form == Form.ARRAY ? '[' + events + ']' : events).getBytes(StandardCharsets.UTF_8);
            return gzip ? compressed(plain) : plain;
        }

        private static byte[] compressed(byte[] plain) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
                zip.write(plain);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }
    }

    private final Random random;
    private final List<Oracle> plain;
    private final List<Oracle> withIds;

    /** {@code withIds} are the streams whose file has a pointer to an id. */
    Requests(Random random, List<Oracle> plain, List<Oracle> withIds) {
        this.random = random;
        this.plain = plain;
        this.withIds = withIds;
    }

    Request next() {
        Form form = Form.values()[random.nextInt(Form.values().length)];
        int count = form == Form.SINGLE ? 1 : 1 + random.nextInt(MOST_EVENTS);
        boolean gzip = random.nextInt(4) == 0;
        int which = random.nextInt(plain.size() + withIds.size());
        return which < plain.size()
                ? ofPlain(plain.get(which), count, form, gzip)
                : ofIds(withIds.get(which - plain.size()), count, form, gzip);
    }

    private Request ofPlain(Oracle oracle, int count, Form form, boolean gzip) {
        boolean keyed = random.nextInt(3) == 0;
        long first = oracle.take(count, keyed ? Identity.OWN : Identity.NONE);
        return new Request(oracle, first, count, form, gzip, keyed ? "request-" + first : null, keyed);
    }

    private static Request ofIds(Oracle oracle, int count, Form form, boolean gzip) {
        long first = oracle.take(count, number -> Event.sharesItsId(number) ? Identity.SHARED : Identity.OWN);
        return new Request(oracle, first, count, form, gzip, null, true);
    }

    /** One event without an id. */
    static Request single(Oracle oracle) {
        return new Request(oracle, oracle.take(1, Identity.NONE), 1, Form.SINGLE, false, null, false);
    }
}
