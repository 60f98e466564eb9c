package io.sluice.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Tries a port of the loopback address before a server is started on it, since servers tell of a busy one late. */
final class LoopbackPort {
    private LoopbackPort() {}

    /**
     * Takes a port and gives it back at once; another process may be faster than the server that is to have it.
     *
     * @param port 0 for any that is free
     * @param user who is to have it, for the message
     * @return the port, free a moment ago
     * @throws IllegalStateException when it is busy, naming it
     */
    static int claim(int port, String user) {
        try (ServerSocket socket = new ServerSocket()) {
            // As the servers do: connections of a server that just ended linger on its port and are no obstacle.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("port " + port + " on 127.0.0.1, for " + user + ", is busy", e);
        }
    }
}
