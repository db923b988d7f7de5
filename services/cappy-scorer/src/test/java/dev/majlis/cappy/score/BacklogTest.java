package dev.majlis.cappy.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.mesh.error.MeshException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T12:00:00Z");

    private Duration passed = Duration.ZERO;
    private final Backlog backlog = new Backlog(new Passing(), () -> passed.toNanos());

    @Test
    void letsEverythingInUntilItKnowsHowFastThingsGo() {
        assertThatCode(() -> {
                    for (int i = 0; i < 100; i++) {
                        backlog.enter(1_000_000, within(1));
                    }
                })
                .doesNotThrowAnyException();
    }

    @Test
    void sendsAwayWhatWouldNotBeReadyInTime() {
        knowsAThousandASecond();
        backlog.enter(5_000, within(100));

        // 5 s are ahead; of ten seconds seven may be used
        backlog.enter(2_000, within(10)).close(false);
        assertThatThrownBy(() -> backlog.enter(2_001 + 3_000, within(10)))
                .isInstanceOfSatisfying(MeshException.class, failure -> {
                    assertThat(failure.code()).contains("OVERLOADED");
                    assertThat(failure.status()).isEqualTo(429);
                    assertThat(failure.retryAfter()).isPresent();
                    assertThat(failure.retryAfter().get())
                            .isBetween(Duration.ofMillis(3_000), Duration.ofMillis(3_002));
                })
                .hasMessageContaining("about 10001 ms, the deadline leaves 10000 ms");
        assertThatCode(() -> backlog.enter(10_000, Optional.empty())).doesNotThrowAnyException();
    }

    @Test
    void triesWorkThatIsAloneHoweverLongItMayTake() {
        knowsAThousandASecond();

        assertThatCode(() -> backlog.enter(1_000_000, within(1))).doesNotThrowAnyException();
    }

    @Test
    void forgetsWorkThatNobodyWaitsFor() {
        knowsAThousandASecond();
        Backlog.Ticket abandoned = backlog.enter(1_000_000, within(2));
        pass(Duration.ofSeconds(3));

        backlog.enter(1_000, within(10));
        abandoned.close(true);

        assertThatCode(() -> backlog.enter(1_000, within(10))).doesNotThrowAnyException();
    }

    @Test
    void followsASpeedThatChanges() {
        knowsAThousandASecond();
        for (int i = 0; i < 20; i++) {
            Backlog.Ticket ticket = backlog.enter(10_000, within(100));
            pass(Duration.ofSeconds(1));
            ticket.close(true);
        }
        backlog.enter(20_000, within(100));

        assertThatCode(() -> backlog.enter(20_000, within(10))).doesNotThrowAnyException();
    }

    private void knowsAThousandASecond() {
        Backlog.Ticket ticket = backlog.enter(2_000, within(100));
        pass(Duration.ofSeconds(2));
        ticket.close(true);
    }

    private Optional<Instant> within(int seconds) {
        return Optional.of(BEGIN.plus(passed).plusSeconds(seconds));
    }

    private void pass(Duration time) {
        passed = passed.plus(time);
    }

    private final class Passing extends Clock {
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
            return BEGIN.plus(passed);
        }
    }
}
