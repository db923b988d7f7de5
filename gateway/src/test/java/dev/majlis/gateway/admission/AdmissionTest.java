package dev.majlis.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");

    private final HandClock clock = new HandClock();
    private final Admission admission = new Admission(clock);

    @Test
    void refusesMoreThanTheLimitAndTakesAgainWhenOneHasLeft() {
        Permit first = admission.enter("r", 1, LATER);

        MeshException refused = catchThrowableOfType(
                MeshException.class, () -> admission.enter("r", 1, LATER).close());
        first.close();
        first.close();

        assertThat(refused.slug()).isEqualTo(ProblemSlug.RATE_LIMITED);
        assertThat(refused.retryAfter()).isPresent();
        assertThat(admission.inFlight("r")).isZero();
        admission.enter("r", 1, LATER).close();
    }

    @Test
    void refusesWhatCannotBeAnsweredByItsDeadline() {
        List<Permit> permits = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            permits.add(admission.enter("r", 100, LATER));
        }
        for (int i = 0; i < 10; i++) {
            clock.millis += 1_000;
            permits.get(i).close();
        }

        // one each second, ten in flight: a wait of ten seconds
        assertThatThrownBy(() -> admission.enter("r", 100, clock.instant().plusSeconds(5)))
                .isInstanceOf(MeshException.class)
                .hasMessage("route 'r': estimated wait 10000 ms, the deadline is in 5000 ms");
        admission.enter("r", 100, clock.instant().plusSeconds(11)).close();
    }

    @Test
    void doesNotCountTimeWithoutRequests() {
        for (int i = 0; i < 10; i++) {
            admission.enter("r", 100, LATER).close();
        }
        clock.millis += 3_600_000;
        Permit held = admission.enter("r", 100, LATER);

        admission.enter("r", 100, clock.instant().plusMillis(10)).close();

        held.close();
    }

    @Test
    void keepsRoutesApart() {
        Permit one = admission.enter("a", 1, LATER);

        admission.enter("b", 1, LATER).close();

        one.close();
    }

    private static final class HandClock extends Clock {
        private long millis = 1_700_000_000_000L;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }
    }
}
