package io.sluice.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for processes that must be told theirs, or must find the same one again after a restart. */
public final class Ports {
    /** Below the ports that a system gives to connections: one of those could take it before the process does. */
    private static final int LOWEST = 15_000;

    private static final int HIGHEST = 32_000;

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /** One that nobody uses now, and that this JVM hasn't given out before. */
    public static int free() {
        int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
        return isFree(port) && GIVEN.add(port) ? port : free();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
