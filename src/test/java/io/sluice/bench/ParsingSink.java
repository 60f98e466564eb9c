package io.sluice.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;

/**
 * The bare limit of taking in: a Vert.x server that parses a body and throws it away. Not a test; bench/run starts it.
 * Argument: the port.
 */
public final class ParsingSink {
    private static final JsonFactory JSON = new JsonFactory();

    private ParsingSink() {}

    public static void main(String[] args) {
        Vertx.vertx(new VertxOptions().setPreferNativeTransport(true))
                .createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
                .listen(Integer.parseInt(args[0]), "127.0.0.1")
                .onSuccess(server -> System.out.println("sink ready"));
    }

    private static void answer(HttpServerRequest request, Buffer body) {
        request.response().setStatusCode(202).end("{\"accepted\":" + events(body.getBytes()) + "}");
    }

    private static int events(byte[] body) {
        int objects = 0;
        try (JsonParser parser = JSON.createParser(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    objects++;
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
        return objects;
    }
}
