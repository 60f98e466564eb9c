package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.failure.Exceeded;
import io.sluice.failure.Failure;
import io.sluice.failure.Limit;
import io.sluice.failure.SluiceException;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class AdmissionTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private Admission admission(int requests, String bytes, int connections) {
        return new Admission(
                HttpConfigs.with(json -> json.put("maxRequests", requests)
                        .put("maxBody", "1KiB")
                        .put("maxBytes", bytes)
                        .put("maxConnections", connections)),
                new Telemetry(registry));
    }

    @Test
    void aRequestOverTheLimitIsNotAdmittedUntilAnotherLeaves() {
        Admission admission = admission(1, "1KiB", 1);
        Admission.Reservation first = admission.enter();

        Exceeded exceeded = refusal(admission::enter);
        first.release();

        assertThat(exceeded).isEqualTo(new Exceeded(Limit.REQUESTS, 1));
        assertThat(admission.enter()).isNotNull();
    }

    @Test
    void bytesOverTheLimitAreRefusedAndLeaveTheCountAsItWas() {
        Admission admission = admission(10, "1KiB", 1);
        Admission.Reservation reservation = admission.enter();
        reservation.growTo(1_024);

        Exceeded exceeded = refusal(() -> reservation.growTo(1_025));

        assertThat(exceeded).isEqualTo(new Exceeded(Limit.BYTES, 1_024));
        assertThat(reservation.held()).isEqualTo(1_024);
        assertThat(admission.bytesInFlight()).isEqualTo(1_024);
    }

    @Test
    void releasingTwiceGivesBackOnce() {
        Admission admission = admission(10, "1KiB", 1);
        Admission.Reservation other = admission.enter();
        other.growTo(100);
        Admission.Reservation reservation = admission.enter();
        reservation.growTo(500);

        reservation.release();
        reservation.release();

        assertThat(admission.requestsInFlight()).isEqualTo(1);
        assertThat(admission.bytesInFlight()).isEqualTo(100);
    }

    @Test
    void aReleasedReservationGrowsNoMore() {
        Admission admission = admission(10, "1KiB", 1);
        Admission.Reservation reservation = admission.enter();
        reservation.release();

        assertThatThrownBy(() -> reservation.growTo(10)).isInstanceOf(IllegalStateException.class);

        assertThat(admission.bytesInFlight()).isZero();
    }

    @Test
    void whatIsInFlightShowsAsGauges() {
        Admission admission = admission(10, "1KiB", 1);

        admission.enter().growTo(7);
        admission.connected();

        assertThat(gauge(Metric.IN_FLIGHT_REQUESTS)).isEqualTo(1);
        assertThat(gauge(Metric.IN_FLIGHT_BYTES)).isEqualTo(7);
        assertThat(gauge(Metric.CONNECTIONS)).isEqualTo(1);
    }

    @Test
    void aConnectionTooManyIsToldByHowMany() {
        Admission admission = admission(10, "1KiB", 1);

        int first = admission.connected();
        int second = admission.connected();

        assertThat(first).isZero();
        assertThat(second).isEqualTo(1);
    }

    private static Exceeded refusal(ThrowingCallable call) {
        SluiceException refused = catchThrowableOfType(SluiceException.class, call);
        assertThat(refused.failure()).isEqualTo(Failure.OVERLOADED);
        return refused.exceeded();
    }

    private double gauge(Metric metric) {
        return registry.get(metric.text()).gauge().value();
    }
}
