package io.sluice.telemetry;

import io.sluice.config.ManagementConfig.Credentials;
import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import io.sluice.failure.SluiceException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets nobody in without credentials, where there are any; and knows who came in. */
final class Guard implements Handler<RoutingContext> {
    /** Who everybody is while no credentials are configured. */
    static final String LOCAL = "local";

    private static final String TOKEN = "token";
    private static final String WHO = "sluice.who";
    private static final String BASIC = "Basic ";
    private static final String BEARER = "Bearer ";

    private final @Nullable Credentials credentials;
    private final Passwords passwords;

    private Guard(@Nullable Credentials credentials, Passwords passwords) {
        this.credentials = credentials;
        this.passwords = passwords;
    }

    /** Without credentials everybody passes. */
    static Guard of(Vertx vertx, @Nullable Credentials credentials) {
        return new Guard(credentials, new Passwords(vertx, credentials == null ? Map.of() : credentials.users()));
    }

    /** Who asked; only behind this handler. */
    static String who(RoutingContext context) {
        return context.get(WHO, LOCAL);
    }

    @Override
    public void handle(RoutingContext context) {
        if (credentials == null) {
            context.next();
            return;
        }
        // Whoever reads the body comes later: until then none of it may be lost.
        context.request().pause();
        user(context.request().getHeader(HttpHeaders.AUTHORIZATION))
                .onSuccess(user -> {
                    context.put(WHO, user);
                    context.request().resume();
                    context.next();
                })
                .onFailure(failure -> refuse(context, credentials, SluiceException.of(failure)));
    }

    /** Whose credentials these are, as the header Authorization has them; fails with UNAUTHORIZED. */
    Future<String> user(@Nullable String authorization) {
        return credentials == null ? Future.succeededFuture(LOCAL) : user(String.valueOf(authorization), credentials);
    }

    private Future<String> user(String header, Credentials wanted) {
        if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            String given = header.substring(BEARER.length()).strip();
            return wanted.token() != null && same(given, wanted.token().reveal())
                    ? Future.succeededFuture(TOKEN)
                    : wrong("the bearer token is not this node's");
        }
        return header.regionMatches(true, 0, BASIC, 0, BASIC.length())
                ? basic(header.substring(BASIC.length()).strip())
                : wrong("this path wants a user and password, or a bearer token");
    }

    private Future<String> basic(String encoded) {
        String text;
        try {
            text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return wrong("the header Authorization is no Base64");
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            return wrong("the header Authorization holds no user:password");
        }
        String user = text.substring(0, colon);
        return passwords
                .matches(user, text.substring(colon + 1).getBytes(StandardCharsets.UTF_8))
                .compose(right -> right ? Future.succeededFuture(user) : wrong("user or password are wrong"));
    }

    /** In a time that doesn't tell how much of it is right. */
    private static boolean same(String given, String right) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    private static Future<String> wrong(String detail) {
        return Future.failedFuture(new SluiceException(Failure.UNAUTHORIZED, detail));
    }

    private static void refuse(RoutingContext context, Credentials wanted, SluiceException failure) {
        if (wanted.htpasswd() != null) {
            context.response().headers().add("www-authenticate", "Basic realm=\"sluice\", charset=\"UTF-8\"");
        }
        if (wanted.token() != null) {
            context.response().headers().add("www-authenticate", "Bearer realm=\"sluice\"");
        }
        AdminRoute.answer(context, Problem.of(failure));
    }
}
