package io.sluice.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a listening port deaf before it closes. What the kernel has accepted and the process hasn't taken yet is reset by the
 * close; a filter that lets no packet through stops the kernel from accepting, so that the process can take the rest. A client
 * that is dropped here asks again after a second and is refused then. Linux only (socket(7), SO_ATTACH_FILTER); elsewhere the
 * port just closes.
 */
final class DeafPort {
    private static final Logger LOG = LoggerFactory.getLogger(DeafPort.class);

    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_FILTER = 26;
    /** BPF_RET | BPF_K: so many bytes of each packet are let through. */
    private static final short RETURN = 0x06;
    /** struct sock_filter: code, two jumps, the constant, which is 0 bytes. */
    private static final int INSTRUCTION_BYTES = 8;
    /** struct sock_fprog: how many instructions, and where they are. */
    private static final int PROGRAM_BYTES = 16;

    private static final int POINTER_AT = 8;

    private DeafPort() {}

    /** Whether it is deaf from here on. */
    static boolean make(Channel port) {
        ByteBuffer memory =
                ByteBuffer.allocateDirect(INSTRUCTION_BYTES + PROGRAM_BYTES).order(ByteOrder.nativeOrder());
        ByteBuf address = Unpooled.wrappedBuffer(memory);
        if (!System.getProperty("os.name").equals("Linux") || !address.hasMemoryAddress()) {
            return false;
        }
        memory.putShort(0, RETURN)
                .putShort(INSTRUCTION_BYTES, (short) 1)
                .putLong(INSTRUCTION_BYTES + POINTER_AT, address.memoryAddress());
        try {
            return port.config()
                    .setOption(
                            new RawUnixChannelOption("SO_ATTACH_FILTER", SOL_SOCKET, SO_ATTACH_FILTER, PROGRAM_BYTES),
                            memory.slice(INSTRUCTION_BYTES, PROGRAM_BYTES));
        } catch (RuntimeException refused) {
            LOG.atDebug().setCause(refused).log("the port can't be made deaf");
            return false;
        }
    }
}
