package io.sluice.cli.send;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Keeps the {@link ResumeState} of one input file in a file beside it. One thread at a time. */
final class ResumeFile {
    /** From the beginning and from before the offset: enough to tell logs apart, and cheap for each batch. */
    private static final int FINGERPRINT_BYTES = 4096;

    private final Path input;
    private final Path state;

    ResumeFile(Path input, Path state) {
        this.input = input;
        this.state = state;
    }

    Path path() {
        return state;
    }

    boolean exists() {
        return Files.exists(state);
    }

    /** The saved state, or null when there is none; throws when it doesn't belong to the input as it now is. */
    @Nullable
    ResumeState load() throws IOException {
        if (!exists()) {
            return null;
        }
        ResumeState saved = ResumeState.ofJson(state.toString(), Files.readString(state));
        if (Files.size(input) < saved.offset() || !fingerprint(saved.offset()).equals(saved.fingerprint())) {
            throw new InputException(input + " is not the file that " + state + " was written for, or its sent part "
                    + "has changed; delete " + state + " to send it from its beginning");
        }
        return saved;
    }

    /** Replaces the state as one step: a kill leaves the old one or the new one. */
    void save(String run, long offset, long line) throws IOException {
        Path fresh = state.resolveSibling(state.getFileName() + ".new");
        Files.writeString(fresh, new ResumeState(run, offset, line, fingerprint(offset)).toJson());
        Files.move(fresh, state, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void delete() throws IOException {
        Files.deleteIfExists(state);
    }

    private String fingerprint(long offset) throws IOException {
        int bytes = (int) Math.min(FINGERPRINT_BYTES, offset);
        byte[] part = new byte[bytes];
        try (RandomAccessFile file = new RandomAccessFile(input.toFile(), "r")) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            file.readFully(part);
            digest.update(part);
            file.seek(offset - bytes);
            file.readFully(part);
            return HexFormat.of().formatHex(digest.digest(part), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
