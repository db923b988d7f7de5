package dev.majlis.mesh.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParentWatchTest {

    @Test
    void tellsOnceThatTheProcessIsGone() throws IOException {
        Process child = new ProcessBuilder("sleep", "60").start();
        AtomicInteger gone = new AtomicInteger();

        try (ParentWatch watch = ParentWatch.start(child.pid(), gone::incrementAndGet)) {
            assertThat(watch).isNotNull();
            assertThat(gone).hasValue(0);
            child.destroyForcibly();

            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(gone).hasValue(1));
        }
    }

    @Test
    void tellsAtOnceWhenTheProcessNeverWas() {
        AtomicInteger gone = new AtomicInteger();

        try (ParentWatch watch = ParentWatch.start(Integer.MAX_VALUE - 1L, gone::incrementAndGet)) {
            assertThat(watch).isNotNull();
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(gone).hasValue(1));
        }
    }
}
