package io.sluice.embedded;

import java.util.ArrayList;
import java.util.List;

/** The ports of a development node, each tried before anything starts. */
record DevPorts(int http, int management, int kafka, int postgres) {
    /**
     * Takes the ports that were asked for, and a free one for each 0.
     *
     * @param serversOnly the node's own two ports don't matter
     * @throws IllegalStateException naming every port that is busy, and the option that chooses another
     */
    static DevPorts choose(int http, int management, int kafka, int postgres, boolean serversOnly) {
        List<String> busy = new ArrayList<>();
        DevPorts ports = new DevPorts(
                serversOnly ? http : free("--http-port", http, busy),
                serversOnly ? management : free("--management-port", management, busy),
                free("--kafka-port", kafka, busy),
                free("--postgres-port", postgres, busy));
        if (!busy.isEmpty()) {
            throw new IllegalStateException(String.join("\n        ", busy));
        }
        return ports;
    }

    private static int free(String option, int port, List<String> busy) {
        try {
            return LoopbackPort.claim(port, option);
        } catch (IllegalStateException e) {
            busy.add("port " + port + " on 127.0.0.1 is busy; choose another with " + option
                    + " PORT (0 for any free one)");
            return port;
        }
    }
}
