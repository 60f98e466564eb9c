package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyBufferTest {
    private static final int MIB = 1 << 20;

    private final List<Long> reserved = new ArrayList<>();

    private BodyBuffer body(long most) {
        return new BodyBuffer(most, total -> {
            reserved.add(total);
            if (total > MIB) {
                throw new SluiceException(Failure.OVERLOADED, "no room");
            }
        });
    }

    @Test
    void aBodyOfOnePieceIsKeptAsItCame() {
        Buffer piece = Buffer.buffer("{}");
        BodyBuffer body = body(2);

        body.add(piece);

        assertThat(body.bytes()).isSameAs(piece);
        assertThat(reserved).containsExactly(2L);
    }

    @Test
    void whoAnnouncesMuchAndSendsLittleHoldsLittle() {
        BodyBuffer body = body(4L * MIB);

        body.add(Buffer.buffer("a"));
        body.add(Buffer.buffer("b"));

        assertThat(reserved).containsExactly(1L, 65_536L);
    }

    @Test
    void noMoreIsReservedThanWillCome() {
        BodyBuffer body = body(3);

        body.add(Buffer.buffer("a"));
        body.add(Buffer.buffer("b"));
        body.add(Buffer.buffer("c"));

        assertThat(reserved).containsExactly(1L, 3L);
        assertThat(body.bytes()).hasToString("abc");
    }

    @Test
    void aPieceThatIsNotGrantedIsNotAppended() {
        BodyBuffer body = body(4L * MIB);
        body.add(Buffer.buffer(new byte[1_000]));

        assertThatThrownBy(() -> body.add(Buffer.buffer(new byte[MIB]))).isInstanceOf(SluiceException.class);

        assertThat(body.length()).isEqualTo(1_000);
    }
}
