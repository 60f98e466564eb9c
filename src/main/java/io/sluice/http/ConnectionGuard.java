package io.sluice.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import io.sluice.failure.Limit;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ShutdownEvent;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands on one connection between Netty's decoder and Vert.x, for what Vert.x would end without an answer: a head that
 * takes too long, another version of HTTP, chunks that are none, a request that was cut short. Each becomes a request
 * whose decoder result says what is wrong, and goes the way of all requests, behind those that still wait for their
 * answer:
 *
 * <pre>
 *   bytes ─▶ arrivals ─▶ httpDecoder ─▶ httpEncoder ─▶ idle ─▶ guard ─▶ Vert.x ─▶ Door, Posting
 *                └── "a part of a head came" ─────────────────▲
 * </pre>
 *
 * After it nothing more is read as HTTP, and the connection ends. For its event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing and shutting down: there is nothing to be done when they fail
final class ConnectionGuard extends ChannelDuplexHandler {
    /** The cause that says: the client has ended its side between two requests, and nobody is to be answered. */
    private static final class Gone extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient ChannelHandlerContext here;

        private Gone(ChannelHandlerContext here) {
            super("the client has ended the connection", null, false, false);
            this.here = here;
        }

        /** When the answers before are on their way. */
        private void end() {
            here.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> here.close());
        }
    }

    /** While the port closes, a new connection gets so long for its first request. */
    static final long FIRST_REQUEST_MILLIS = 1_000;

    private final LateHeads heads;
    private final Framing framing;
    private final LimitMeters limits;
    private @Nullable ChannelHandlerContext context;
    /** The request whose body is being read. */
    private @Nullable HttpRequest reading;

    /** Whether the newest request only waits for something that can be asked for again. */
    private boolean question;

    private boolean bytesArrived;
    private boolean messageArrived;
    /** Whether a request has ever come. */
    private boolean asked;

    private boolean broken;
    private boolean inputEnded;
    private boolean saysFarewell;

    private ConnectionGuard(LateHeads heads, Framing framing, LimitMeters limits) {
        this.heads = heads;
        this.framing = framing;
        this.limits = limits;
    }

    /** Puts a guard on a connection that has sent nothing yet. */
    static void install(ChannelPipeline pipeline, LateHeads heads, Framing framing, LimitMeters limits) {
        ConnectionGuard guard = new ConnectionGuard(heads, framing, limits);
        pipeline.addBefore("httpDecoder", "arrivals", guard.new Arrivals());
        pipeline.addBefore("handler", "guard", guard);
        // Else the end of what a client sends would end the connection before the answer.
        pipeline.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    /** Stands before {@code next}: a client that has gone, and asked nothing, is no request that can't be read. */
    static Handler<HttpServerRequest> unlessGone(Handler<HttpServerRequest> next) {
        return request -> {
            if (request.decoderResult().cause() instanceof Gone gone) {
                gone.end();
            } else {
                next.handle(request);
            }
        };
    }

    /** Knows of bytes that the decoder makes no message of. */
    private final class Arrivals extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext before, Object bytes) {
            bytesArrived = true;
            before.fireChannelRead(bytes);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext here, Object message) {
        messageArrived = true;
        if (broken) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpRequest request) {
            begin(here, request);
        } else if (message instanceof HttpContent content
                && content.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            breakOff(here, content.decoderResult().cause());
        } else {
            if (message instanceof LastHttpContent) {
                reading = null;
            }
            here.fireChannelRead(message);
        }
    }

    private void begin(ChannelHandlerContext here, HttpRequest request) {
        heads.end(this);
        asked = true;
        if (request.decoderResult().isSuccess()) {
            checkHead(request);
        }
        broken = request.decoderResult().isFailure();
        reading = request;
        question =
                request.uri().startsWith(ReceiptDesk.LIST_PATH) && request.uri().contains(WaitParameter.NAME);
        here.fireChannelRead(request);
    }

    /** What the decoder lets through, and this node doesn't. */
    private static void checkHead(HttpRequest request) {
        String coding = request.headers().get(HttpHeaderNames.TRANSFER_ENCODING);
        if (!isSpoken(request.protocolVersion())) {
            fail(request, Framing.version(request.protocolVersion().text()));
            // The answer's first line repeats it, and must be one that its reader knows.
            request.setProtocolVersion(HttpVersion.HTTP_1_1);
        } else if (coding != null && !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(coding)) {
            fail(request, Framing.transferCoding());
        } else if (request.headers().contains("")) {
            fail(request, Framing.namelessHeader());
        }
    }

    private static void fail(HttpRequest request, Throwable cause) {
        request.setDecoderResult(DecoderResult.failure(cause));
    }

    /** By reference, as Vert.x compares: "http/1.1" equals it and isn't it, and would get an empty 501. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSpoken(HttpVersion version) {
        return version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0;
    }

    /** The rest of what is being read is lost: the request, which may wait behind others, ends with the cause. */
    private void breakOff(ChannelHandlerContext here, Throwable cause) {
        broken = true;
        heads.end(this);
        if (reading == null) {
            here.fireChannelRead(unreadable(cause));
        } else {
            fail(reading, cause);
            here.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
            // Where the request had its answer before its end, nothing else would end the connection.
            here.fireChannelRead(unreadable(new Gone(here)));
        }
        here.fireChannelReadComplete();
    }

    private static HttpRequest unreadable(Throwable cause) {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
        fail(request, cause);
        return request;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext here) {
        if (bytesArrived && !messageArrived && reading == null && !broken) {
            heads.begin(this);
        }
        bytesArrived = false;
        messageArrived = false;
        here.fireChannelReadComplete();
    }

    /** A part of a head is older than it may be. */
    void headIsLate() {
        ChannelHandlerContext here = context;
        if (here == null || broken) {
            return;
        }
        if (here.channel().config().isAutoRead()) {
            breakOff(here, framing.lateHead());
        } else {
            // It is this node that doesn't read, because of the requests before.
            heads.begin(this);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext here, Object event) {
        if (event instanceof ShutdownEvent && !asked) {
            // Who has just connected is about to ask, and would find the connection ended without an answer.
            here.executor()
                    .schedule(() -> here.fireUserEventTriggered(event), FIRST_REQUEST_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputEnds(here);
        }
        if (event instanceof IdleStateEvent) {
            limits.ended(Limit.IDLE_TIME);
        }
        if (event == ChannelOutputShutdownEvent.INSTANCE && !saysFarewell) {
            // Netty can't write any more, and would leave the rest open.
            here.close();
        }
        here.fireUserEventTriggered(event);
    }

    /**
     * The client sends no more. It may still read; but who only waits is taken as gone, so that no wait outlives its asker.
     */
    private void inputEnds(ChannelHandlerContext here) {
        inputEnded = true;
        boolean inRequest = reading != null || heads.end(this);
        if (saysFarewell || (question && !inRequest)) {
            here.close();
        } else if (!broken) {
            if (inRequest) {
                breakOff(here, Framing.cutShort());
            }
            // Also behind a request that was cut short: it may have been answered already, by its head.
            breakOff(here, new Gone(here));
        }
    }

    /**
     * Vert.x isn't told: where a request waits behind another it fails itself, and Netty writes both failures into the
     * log. That the connection has ended is all that it needs to know.
     */
    @Override
    public void exceptionCaught(ChannelHandlerContext here, Throwable cause) {
        if (!saysFarewell) {
            close(here, here.newPromise());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext here) {
        heads.end(this);
        broken = true;
        here.fireChannelInactive();
    }

    @Override
    public void close(ChannelHandlerContext here, ChannelPromise promise) {
        if (saysFarewell) {
            here.channel().closeFuture().addListener(closed -> promise.trySuccess());
        } else if (broken && !inputEnded && here.channel().isActive()) {
            saysFarewell = true;
            ((DuplexChannel) here.channel()).shutdownOutput();
            here.executor().schedule(() -> here.close(promise), Answers.FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            here.close(promise);
        }
    }
}
