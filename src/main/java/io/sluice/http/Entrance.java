package io.sluice.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/**
 * Where requests come in. What must see every one of them, whoever answers it, stands before the door as an entrance of
 * its own; what is switched off isn't there at all.
 *
 * @param readable   takes requests whose head could be read
 * @param unreadable takes the others, which can only be refused
 */
record Entrance(Handler<HttpServerRequest> readable, Handler<HttpServerRequest> unreadable) {}
