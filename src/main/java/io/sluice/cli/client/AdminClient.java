package io.sluice.cli.client;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Administration of a node by its management port. Blocks the calling thread. */
public final class AdminClient {
    private final NodeClient node;
    private final @Nullable String authorization;

    /** {@code authorization} is the header, or null for none. */
    AdminClient(NodeClient node, @Nullable String authorization) {
        this.node = node;
        this.authorization = authorization;
    }

    /** Asks an operation that changes nothing, by a path like {@code trouble/list}. */
    public JsonObject look(String path, Map<String, String> arguments) throws AdminException {
        String query = arguments.entrySet().stream()
                .map(argument ->
                        argument.getKey() + '=' + URLEncoder.encode(argument.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return node.administer("/admin/" + path + (query.isEmpty() ? "" : '?' + query), null, authorization);
    }

    /** What stands at a path of the management port, whatever it is. */
    public String read(String pathAndQuery) throws AdminException {
        return node.read(pathAndQuery, authorization);
    }

    /** Asks an operation that may change something. */
    public JsonObject change(String path, JsonObject arguments) throws AdminException {
        return node.administer("/admin/" + path, arguments.encode(), authorization);
    }
}
