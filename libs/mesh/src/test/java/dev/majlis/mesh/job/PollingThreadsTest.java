package dev.majlis.mesh.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollingThreadsTest {
    private final PollingThreads threads = new PollingThreads(Duration.ofSeconds(10));

    @AfterEach
    void close() {
        threads.close();
    }

    @Test
    void looksOnWithoutAPauseWhileThereIsSomethingToDo() {
        AtomicInteger left = new AtomicInteger(1_000);

        threads.start("looker", () -> left.get() > 0 && left.decrementAndGet() >= 0);

        await().atMost(Duration.ofSeconds(10)).until(() -> left.get() == 0);
    }

    @Test
    void triesAgainAfterAFailure() {
        AtomicInteger looks = new AtomicInteger();

        threads.start("looker", () -> {
            looks.incrementAndGet();
            throw new IllegalStateException("the table cannot be read");
        });

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(looks.get()).isGreaterThan(1));
    }

    @Test
    void isWokenByWhatIsNew() throws InterruptedException {
        BlockingQueue<String> table = new LinkedBlockingQueue<>();
        BlockingQueue<String> done = new LinkedBlockingQueue<>();
        threads.start("looker", () -> {
            String row = table.poll();
            return row != null && done.add(row);
        });

        for (int i = 0; i < 20; i++) {
            table.add("row " + i);
            threads.wake();
            assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("row " + i);
        }
    }

    @Test
    void waitsAtTheEndForWhatIsInHand() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger finished = new AtomicInteger();
        threads.start("looker", () -> {
            begun.countDown();
            await().until(() -> !threads.open());
            finished.incrementAndGet();
            return true;
        });
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        threads.close();

        assertThat(finished).hasValue(1);
    }
}
