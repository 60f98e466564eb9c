package io.sluice.database;

import com.flipkart.zjsonpatch.CompatibilityFlags;
import com.flipkart.zjsonpatch.InvalidJsonPatchException;
import com.flipkart.zjsonpatch.Jackson3JsonPatch;
import com.flipkart.zjsonpatch.JsonPatchApplicationException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import java.util.EnumSet;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** A JSON Patch (RFC 6902) on payloads; numbers that it doesn't touch keep every digit. */
final class PayloadPatch implements UnaryOperator<Buffer> {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** To remove what isn't there is a mistake, as the RFC says. */
    private static final EnumSet<CompatibilityFlags> STRICT =
            EnumSet.of(CompatibilityFlags.FORBID_REMOVE_MISSING_OBJECT);

    private final JsonNode patch;

    /** Throws INVALID_ARGUMENT where it is no patch. */
    PayloadPatch(JsonArray patch) {
        this.patch = MAPPER.readTree(patch.encode());
        try {
            Jackson3JsonPatch.validate(this.patch, STRICT);
        } catch (InvalidJsonPatchException e) {
            throw Arguments.unusable("patch", "is no JSON Patch (RFC 6902): " + e.getMessage());
        }
    }

    /** Throws IllegalArgumentException, fit to be told, where the payload is no JSON or hasn't what the patch wants. */
    @Override
    public Buffer apply(Buffer payload) {
        try {
            JsonNode patched = Jackson3JsonPatch.apply(patch, MAPPER.readTree(payload.getBytes()), STRICT);
            return Buffer.buffer(MAPPER.writeValueAsBytes(patched));
        } catch (JsonPatchApplicationException e) {
            throw new IllegalArgumentException("the patch doesn't fit: " + e.getMessage(), e);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "the payload is no JSON that a patch could be applied to: " + e.getOriginalMessage(), e);
        }
    }
}
