package io.sluice.message;

/** Asks whether an event would pass, and nothing more: nothing is appended. */
public record VerifyRequest(CheckRequest request) implements Message {
    @Override
    public String toString() {
        return "VerifyRequest[" + request + "]";
    }
}
