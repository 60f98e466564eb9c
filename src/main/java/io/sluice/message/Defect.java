package io.sluice.message;

import java.util.Locale;

/** Why a record goes to the trouble queue as a whole: the bridge says so, or the database, which counts once more. */
public enum Defect {
    /** It has no header of ours: somebody else wrote it. */
    NO_HEADER,
    /** Its value isn't the one of which the header holds the checksum. */
    CRC,
    /** Its value hasn't as many events as the header says; see {@link EventLines}. */
    COUNT;

    /** As it stands on the wire and in the trouble queue. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the written form; one that isn't known here throws IllegalArgumentException: a reader must not guess. */
    public static Defect ofText(String text) {
        for (Defect defect : values()) {
            if (defect.text().equals(text)) {
                return defect;
            }
        }
        throw new IllegalArgumentException("defect " + text);
    }
}
