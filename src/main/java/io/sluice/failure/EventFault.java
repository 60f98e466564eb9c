package io.sluice.failure;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one event of a request.
 *
 * @param index   the event's place in the request, from 0
 * @param line    the line of the body on which the event begins, from 1
 * @param pointer JSON pointer (RFC 6901) to the value at fault; empty for the whole event
 * @param reason  what is wrong and what would be right, in a sentence, without payload beyond a short excerpt
 * @param exceeded the limit that the event is over, or null when that isn't what is wrong
 */
public record EventFault(
        int index,
        int line,
        String pointer,
        String reason,
        @Nullable Exceeded exceeded) {}
