package io.sluice.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.sluice.failure.Exceeded;
import io.sluice.failure.Failure;
import io.sluice.failure.Limit;
import io.sluice.failure.SluiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the body of a question about several receipts, strictly: one JSON array of texts, and nothing behind it. */
final class ReceiptList {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(2).build())
            .build();

    private ReceiptList() {}

    /** The bytes that so many receipts may take, with room to indent them. */
    static int maxBytes(int maxReceipts) {
        return maxReceipts * (2 * Receipts.MAX_CHARACTERS) + (1 << 10);
    }

    /** @throws SluiceException MALFORMED, or TOO_LARGE for more than {@code most} */
    static List<String> read(byte[] body, int most) {
        if (body.length > maxBytes(most)) {
            throw tooMany(most);
        }
        for (byte one : body) {
            if (one == 0) {
                throw malformed("it isn't UTF-8");
            }
        }
        try (JsonParser parser = JSON.createParser(body)) {
            return read(parser, most);
        } catch (JsonProcessingException e) {
            throw malformed("it isn't JSON" + place(e.getLocation()));
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory can be read", e);
        }
    }

    private static List<String> read(JsonParser parser, int most) throws IOException {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw malformed("it is no array");
        }
        List<String> receipts = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw malformed("something else than a text" + place(parser.currentTokenLocation()));
            }
            if (receipts.size() == most) {
                throw tooMany(most);
            }
            receipts.add(parser.getText());
        }
        if (parser.nextToken() != null) {
            throw malformed("something follows the array" + place(parser.currentTokenLocation()));
        }
        if (receipts.isEmpty()) {
            throw malformed("the array is empty");
        }
        return receipts;
    }

    /** More receipts, or more bytes than they can need. */
    static SluiceException tooMany(int most) {
        return new SluiceException(
                Failure.TOO_LARGE,
                "at most " + most + " receipts may be asked for at once; ask several times",
                new Exceeded(Limit.RECEIPTS, most));
    }

    private static SluiceException malformed(String what) {
        return new SluiceException(
                Failure.MALFORMED, "the body must be one JSON array of receipts, each a text: " + what);
    }

    private static String place(JsonLocation location) {
        return ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
