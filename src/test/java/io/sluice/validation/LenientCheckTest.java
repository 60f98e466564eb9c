package io.sluice.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.failure.EventFault;
import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import io.sluice.message.AppendRequest;
import io.sluice.message.BadEvent;
import io.sluice.message.BodyFormat;
import io.sluice.message.CheckRequest;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

/** What of a lenient request goes on, and when nothing does. */
class LenientCheckTest {
    private final Checks check =
            new Checks(Checks.stream("{\"properties\":{\"a\":{\"type\":\"integer\"}}}", null, null));

    private Verdict check(BodyFormat format, String body) {
        return check.check(Checks.lenient(format, Buffer.buffer(body)));
    }

    private Verdict.Good good(BodyFormat format, String body) {
        Verdict verdict = check(format, body);
        assertThat(verdict).isInstanceOf(Verdict.Good.class);
        return (Verdict.Good) verdict;
    }

    private Problem refused(BodyFormat format, String body) {
        return Checks.bad(check(format, body));
    }

    @Test
    void theGoodEventsKeepTheirIndexAndTheBadOnesTheirBytes() {
        Verdict.Good verdict =
                good(BodyFormat.NDJSON, "{\"a\":\"x\"}\n{\"a\":1}\n\n {\"a\" \t\r\n{\"a\":2}\n{\"a\":[]}\n");

        AppendRequest request = verdict.request();
        assertThat(request.value()).hasToString("\n{\"a\":1}\n\n{\"a\":2}");
        assertThat(request.events()).isEqualTo(2);
        assertThat(request.bad()).extracting(BadEvent::index).containsExactly(0, 2, 4);
        assertThat(request.bad())
                .extracting(bad -> bad.event().toString())
                .containsExactly("{\"a\":\"x\"}", "{\"a\"", "{\"a\":[]}");
        assertThat(request.bad().get(0).reason()).startsWith("at /a: ");
        assertThat(verdict.badEvents()).isEqualTo(3);
        assertThat(verdict.faults()).extracting(EventFault::index).containsExactly(0, 2, 4);
        assertThat(verdict.faults()).extracting(EventFault::line).containsExactly(1, 4, 6);
    }

    @Test
    void anArrayIsTakenInPartToo() {
        AppendRequest request = good(BodyFormat.JSON, "[{\"a\":1},\n7,{\"a\":\n2},{\"a\":\n\"x\"}]")
                .request();

        assertThat(request.value()).hasToString("{\"a\":1}\n\n{\"a\": 2}");
        assertThat(request.bad())
                .extracting(bad -> bad.index() + " " + bad.event())
                .containsExactly("1 7", "3 {\"a\":\n\"x\"}");
    }

    @Test
    void whereAllAreGoodTheRequestIsAsAStrictOne() {
        Verdict.Good verdict = good(BodyFormat.NDJSON, "{\"a\":1}\n{\"a\":2}");

        assertThat(verdict.request().value()).hasToString("{\"a\":1}\n{\"a\":2}");
        assertThat(verdict.request().bad()).isEmpty();
        assertThat(verdict.badEvents()).isZero();
    }

    @Test
    void moreBadEventsThanAreNamedAreAllTakenAlong() {
        Verdict.Good verdict = good(BodyFormat.NDJSON, "{\"a\":1}\n" + "{\"a\":\"x\"}\n".repeat(40));

        assertThat(verdict.request().bad()).hasSize(40);
        assertThat(verdict.badEvents()).isEqualTo(40);
        assertThat(verdict.faults()).hasSize(Checks.CONFIG.maxFaults());
    }

    @Test
    void whereNoneIsGoodTheRequestIsRefused() {
        Problem invalid = refused(BodyFormat.JSON, "{\"a\":\"x\"}");
        Problem unreadable = refused(BodyFormat.NDJSON, "{\n{\"a\":\"x\"}");

        assertThat(invalid.failure()).isEqualTo(Failure.INVALID_EVENTS);
        assertThat(unreadable.failure()).isEqualTo(Failure.INVALID_EVENTS);
        assertThat(unreadable.badEvents()).isEqualTo(2);
    }

    @Test
    void anEventThatIsTooLargeIsNeitherCutNorKept() {
        String large = "{\"b\":\"" + "x".repeat(2_000) + "\"}";

        Problem problem = refused(BodyFormat.NDJSON, "{\"a\":1}\n{\n" + large);

        assertThat(problem.failure()).isEqualTo(Failure.TOO_LARGE);
        assertThat(problem.detail()).contains("event 2 (line 3)");
    }

    @Test
    void anArrayThatBreaksRefusesAllOfIt() {
        Problem problem = refused(BodyFormat.JSON, "[{\"a\":1},{\"a\":x},{\"a\":2}]");

        assertThat(problem.failure()).isEqualTo(Failure.MALFORMED);
        assertThat(problem.detail()).contains("wasn't read any further");
    }

    @Test
    void linesThatWereNotReadRefuseAllOfThem() {
        String most = "{\n".repeat(NdjsonEvents.MOST_UNREADABLE - 1);
        Checks roomy = new Checks(Checks.anything(), Checks.events(2_000));

        Verdict readToTheEnd = roomy.check(lenient("{}\n" + most));
        Verdict cutShort = roomy.check(lenient("{}\n" + most + "{\n{\n"));

        assertThat(Checks.good(readToTheEnd).bad()).hasSize(NdjsonEvents.MOST_UNREADABLE - 1);
        assertThat(Checks.bad(cutShort).failure()).isEqualTo(Failure.MALFORMED);
    }

    private static CheckRequest lenient(String lines) {
        return Checks.lenient(BodyFormat.NDJSON, Buffer.buffer(lines));
    }

    @Test
    void whatCostsTooMuchToCheckRefusesAllOfIt() {
        Checks costly = new Checks(Checks.stream(
                "{\"properties\":{\"a\":{\"type\":\"array\",\"uniqueItems\":true},\"p\":{\"pattern\":\"(x+x+)+y\"}}}",
                null,
                null));
        String event = "{\"p\":\"" + "x".repeat(1_500) + "\"}\n";

        Verdict verdict = costly.check(lenient("{}\n" + event.repeat(400) + "{}\n"));

        assertThat(Checks.bad(verdict).failure()).isEqualTo(Failure.INVALID_EVENTS);
    }
}
