package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
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

        Admission.Reservation second = admission.enter();
        first.release();

        assertThat(second).isNull();
        assertThat(admission.enter()).isNotNull();
    }

    @Test
    void bytesOverTheLimitAreRefusedAndLeaveTheCountAsItWas() {
        Admission admission = admission(10, "1KiB", 1);
        Admission.Reservation reservation = admission.enter();
        reservation.growTo(1_024);

        boolean more = reservation.growTo(1_025);

        assertThat(more).isFalse();
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

        boolean grown = reservation.growTo(10);

        assertThat(grown).isFalse();
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

    private double gauge(Metric metric) {
        return registry.get(metric.text()).gauge().value();
    }
}
