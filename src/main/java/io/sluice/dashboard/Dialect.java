package io.sluice.dashboard;

import io.vertx.core.json.JsonObject;

/** How the same is said over SockJS and over TCP: as Vert.x's own bridges do, so that their clients understand it. */
enum Dialect {
    SOCKJS {
        @Override
        JsonObject message(String address, Object body) {
            return new JsonObject().put("type", "rec").put("address", address).put("body", body);
        }

        @Override
        JsonObject error(String code) {
            return new JsonObject().put("type", "err").put("body", code);
        }
    },
    TCP {
        @Override
        JsonObject message(String address, Object body) {
            return new JsonObject()
                    .put("type", "message")
                    .put("address", address)
                    .put("send", false)
                    .put("body", body);
        }

        @Override
        JsonObject error(String code) {
            return new JsonObject().put("type", "err").put("message", code);
        }
    };

    /** What was published, or an answer, at its address. */
    abstract JsonObject message(String address, Object body);

    /** What is wrong with what was said; nothing was done. */
    abstract JsonObject error(String code);

    /** A question wasn't answered, and why. */
    JsonObject failure(String replyAddress, int code, String why) {
        return new JsonObject()
                .put("type", "err")
                .put("address", replyAddress)
                .put("failureCode", code)
                .put("failureType", "RECIPIENT_FAILURE")
                .put("message", why);
    }
}
