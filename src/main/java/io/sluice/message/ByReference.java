package io.sluice.message;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/**
 * Hands a message to a consumer of the same node as it is: records are immutable, so nothing is copied. Between nodes
 * {@link Bus} sends {@link Wire}'s bytes as a plain Buffer instead, which needs no codec of ours on the other side.
 */
final class ByReference implements MessageCodec<Message, Message> {
    static final String NAME = "sluice-by-reference";

    @Override
    public void encodeToWire(Buffer buffer, Message message) {
        throw new IllegalStateException("a message left the node by reference: " + message);
    }

    @Override
    public Message decodeFromWire(int position, Buffer buffer) {
        throw new IllegalStateException("a message came from another node by reference");
    }

    @Override
    public Message transform(Message message) {
        return message;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
