package io.sluice.database.day;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * A file's last line: what was written before it.
 *
 * @param sha256 of the rows' lines with their line breaks, in hexadecimal digits
 */
public record DayFoot(long rows, String sha256) {
    /** Throws IllegalArgumentException where it is no such line. */
    static DayFoot parse(String line) {
        try {
            JsonObject json = new JsonObject(line);
            if (json.fieldNames().equals(Set.of("rows", "sha256"))) {
                return new DayFoot(json.getLong("rows", -1L), json.getString("sha256", ""));
            }
            throw new IllegalArgumentException("it isn't the last line of a day's file");
        } catch (DecodeException | ClassCastException e) {
            throw new IllegalArgumentException("it isn't the last line of a day's file", e);
        }
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Ends the digest. */
    static DayFoot of(long rows, MessageDigest digest) {
        return new DayFoot(rows, HexFormat.of().formatHex(digest.digest()));
    }

    String line() {
        return new JsonObject().put("rows", rows).put("sha256", sha256).encode();
    }
}
