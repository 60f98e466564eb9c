package io.sluice.cli.client;

import io.sluice.failure.EventFault;

/** What a node says of a bad event, for the user. Pure. */
public final class FaultText {
    private FaultText() {}

    /** JSON pointer and reason; the reason alone when the fault has no place. */
    public static String of(EventFault fault) {
        return fault.pointer().isEmpty() ? fault.reason() : fault.pointer() + " " + fault.reason();
    }
}
