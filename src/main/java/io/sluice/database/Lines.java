package io.sluice.database;

import io.sluice.message.Defect;
import io.sluice.message.FetchedRecord;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** A record's value as lines: one event each, separated (not ended) by a line break. */
final class Lines {
    private static final char REPLACEMENT = '\uFFFD';

    private Lines() {}

    /** The value as PostgreSQL's text; what is no UTF-8 becomes U+FFFD, which {@link #isText} tells from a real one. */
    static String text(Buffer value) {
        return value.toString(StandardCharsets.UTF_8);
    }

    /** Whether the value can be sent as it is: strict UTF-8 without NUL, which a text of PostgreSQL can't hold. */
    static boolean isText(Buffer value, String text) {
        if (text.indexOf('\0') >= 0) {
            return false;
        }
        return text.indexOf(REPLACEMENT) < 0 || isUtf8(value);
    }

    /** The events' own bytes. */
    static List<Buffer> split(Buffer value) {
        List<Buffer> lines = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < value.length(); i++) {
            if (value.getByte(i) == '\n') {
                lines.add(value.slice(begin, i));
                begin = i + 1;
            }
        }
        lines.add(value.slice(begin, value.length()));
        return lines;
    }

    /** The text with some of its lines emptied, so that the others keep their place. */
    static String without(List<Buffer> lines, IntPredicate taken) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0) {
                text.append('\n');
            }
            if (!taken.test(i)) {
                text.append(text(lines.get(i)));
            }
        }
        return text.toString();
    }

    /** The record as one that nobody can read: it counts as one event. */
    static FetchedRecord defective(FetchedRecord record, Defect defect) {
        return new FetchedRecord(
                record.offset(),
                record.appendTime(),
                record.leaderEpoch(),
                record.client(),
                record.streamVersion(),
                1,
                record.idempotencyKey(),
                defect,
                record.value());
    }

    private static boolean isUtf8(Buffer value) {
        try {
            var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value.getBytes()));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
