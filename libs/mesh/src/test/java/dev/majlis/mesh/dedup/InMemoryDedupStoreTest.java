package dev.majlis.mesh.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.mesh.error.MeshException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InMemoryDedupStoreTest extends DedupStoreContract {

    @Override
    DedupStore open(Clock clock) {
        return new InMemoryDedupStore(clock, 10_000);
    }

    @Test
    void refusesMoreKeysThanItMayKeep() {
        MutableClock clock = new MutableClock();
        try (DedupStore small = new InMemoryDedupStore(clock, 1)) {
            small.begin(DedupKey.of("t", "o", "1"), "f", "a", Duration.ofSeconds(1));

            assertThatThrownBy(() -> small.begin(DedupKey.of("t", "o", "2"), "f", "b", Duration.ofSeconds(1)))
                    .isInstanceOf(MeshException.class)
                    .hasMessageContaining("1 idempotency keys");

            clock.advance(DedupStore.TIME_TO_LIVE);
            assertThat(small.begin(DedupKey.of("t", "o", "2"), "f", "b", Duration.ofSeconds(1)))
                    .isEqualTo(new Beginning.Started());
        }
    }
}
