package dev.majlis.mesh.dedup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.mesh.dedup.Beginning.Conflict;
import dev.majlis.mesh.dedup.Beginning.Joined;
import dev.majlis.mesh.dedup.Beginning.Replay;
import dev.majlis.mesh.dedup.Beginning.Started;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link DedupStore} must do (platform §2.5, V14). */
abstract class DedupStoreContract {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final String BODY = Fingerprint.of("{\"a\":1}".getBytes(UTF_8));
    private static final String OTHER_BODY = Fingerprint.of("{\"a\":2}".getBytes(UTF_8));
    private static final StoredAnswer ANSWER =
            new StoredAnswer(201, "application/json", new byte[] {0, (byte) 0xFF, 1});

    private final MutableClock clock = new MutableClock();
    private final DedupKey key =
            DedupKey.of("acme", "jais-chat.chat", "key-" + getClass().getName() + System.nanoTime());
    private DedupStore store;

    abstract DedupStore open(Clock clock);

    @BeforeEach
    void openStore() {
        store = open(clock);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void startsTheFirstAndLetsTheSecondJoin() {
        assertThat(store.begin(key, BODY, "call-1", LEASE)).isEqualTo(new Started());

        assertThat(store.begin(key, BODY, "call-2", LEASE))
                .isEqualTo(new Joined("call-1", clock.instant().plus(LEASE)));
    }

    @Test
    void replaysTheAnswerByteForByte() {
        store.begin(key, BODY, "call-1", LEASE);
        assertThat(store.done(key, "call-1", ANSWER)).isTrue();

        assertThat(store.begin(key, BODY, "call-2", LEASE)).isInstanceOfSatisfying(Replay.class, replay -> {
            assertThat(replay.answer().status()).isEqualTo(201);
            assertThat(replay.answer().contentType()).isEqualTo("application/json");
            assertThat(replay.answer().body()).isEqualTo(ANSWER.body());
        });
    }

    @Test
    void refusesTheKeyForAnotherBody() {
        store.begin(key, BODY, "call-1", LEASE);
        assertThat(store.begin(key, OTHER_BODY, "call-2", LEASE)).isEqualTo(new Conflict());

        store.done(key, "call-1", ANSWER);
        assertThat(store.begin(key, OTHER_BODY, "call-3", LEASE)).isEqualTo(new Conflict());
    }

    @Test
    void runsAgainAfterAFailureThatMayBeRetried() {
        store.begin(key, BODY, "call-1", LEASE);
        assertThat(store.failed(key, "call-1")).isTrue();

        assertThat(store.begin(key, BODY, "call-2", LEASE)).isEqualTo(new Started());
        assertThat(store.done(key, "call-1", ANSWER)).isFalse();
        assertThat(store.done(key, "call-2", ANSWER)).isTrue();
    }

    @Test
    void takesOverALeaseThatRanOutAndStoresOnlyTheNewOwnersAnswer() {
        store.begin(key, BODY, "call-1", LEASE);
        clock.advance(LEASE.plusMillis(1));

        assertThat(store.begin(key, BODY, "call-2", LEASE)).isEqualTo(new Started());
        assertThat(store.renew(key, "call-1", LEASE)).isFalse();
        assertThat(store.done(key, "call-1", ANSWER)).isFalse();
        assertThat(store.failed(key, "call-1")).isFalse();
    }

    @Test
    void keepsALeaseThatIsRenewed() {
        store.begin(key, BODY, "call-1", LEASE);
        clock.advance(LEASE.minusSeconds(1));
        assertThat(store.renew(key, "call-1", LEASE)).isTrue();
        clock.advance(LEASE.minusSeconds(1));

        assertThat(store.begin(key, BODY, "call-2", LEASE)).isInstanceOf(Joined.class);
    }

    @Test
    void forgetsAKeyAfterADayWhateverItsState() {
        store.begin(key, BODY, "call-1", LEASE);
        store.done(key, "call-1", ANSWER);
        clock.advance(DedupStore.TIME_TO_LIVE);

        assertThat(store.begin(key, OTHER_BODY, "call-2", LEASE)).isEqualTo(new Started());
        clock.advance(DedupStore.TIME_TO_LIVE);
        assertThat(store.sweep()).isPositive();
        assertThat(store.sweep()).isZero();
    }

    @Test
    void keepsTenantsAndOperationsApart() {
        DedupKey other = DedupKey.of("acme2", "jais-chat.chat", "x");
        DedupKey sameWordsOtherwiseCut = DedupKey.of("acme", "2jais-chat.chat", "x");

        assertThat(other).isNotEqualTo(sameWordsOtherwiseCut);
        assertThat(store.begin(other, BODY, "call-1", LEASE)).isEqualTo(new Started());
        assertThat(store.begin(sameWordsOtherwiseCut, BODY, "call-2", LEASE)).isEqualTo(new Started());
    }

    /** V14: 1,000 keys, five duplicates of each at the same time. */
    @Test
    void computesEachOfAThousandKeysOnceForFiveParallelDuplicates() throws Exception {
        AtomicIntegerArray computations = new AtomicIntegerArray(1_000);
        List<Callable<Beginning>> duplicates = new ArrayList<>();
        for (int number = 0; number < 1_000; number++) {
            for (int copy = 0; copy < 5; copy++) {
                duplicates.add(request(number, "call-" + number + "-" + copy, computations));
            }
        }
        ExecutorService threads = Executors.newFixedThreadPool(10);

        List<Future<Beginning>> outcomes = threads.invokeAll(duplicates);
        threads.shutdown();

        for (int number = 0; number < 1_000; number++) {
            assertThat(computations.get(number)).as("key %d", number).isEqualTo(1);
        }
        for (Future<Beginning> outcome : outcomes) {
            assertThat(outcome.get()).isNotInstanceOf(Conflict.class);
        }
    }

    private Callable<Beginning> request(int number, String owner, AtomicIntegerArray computations) {
        DedupKey numbered = DedupKey.of("acme", "v14", "number-" + number + key.hash());
        return () -> {
            Beginning beginning = store.begin(numbered, BODY, owner, LEASE);
            if (beginning instanceof Started) {
                computations.incrementAndGet(number);
                store.done(numbered, owner, new StoredAnswer(200, "text/plain", owner.getBytes(UTF_8)));
            }
            return beginning;
        };
    }
}
