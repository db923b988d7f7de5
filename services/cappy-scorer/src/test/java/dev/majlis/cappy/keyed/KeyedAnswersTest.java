package dev.majlis.cappy.keyed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.mesh.database.DatabaseAddress;
import dev.majlis.mesh.dedup.Beginning;
import dev.majlis.mesh.dedup.DedupKey;
import dev.majlis.mesh.dedup.DedupStore;
import dev.majlis.mesh.dedup.JdbcDedupStore;
import dev.majlis.mesh.error.MeshException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyedAnswersTest {
    private static final DedupKey KEY = DedupKey.of("tenant", "cappy-scorer.score", "k");
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    private final List<Double> computed = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"memory", "database"})
    void aKeyedAnswerIsComputedOnceWhateverTheBodyLooksLike(String kind) {
        try (var answers = new KeyedAnswers(store(kind))) {
            assertThat(once(answers, "{\"a\":1,\"b\":2}", "one", 0.25)).isEqualTo(0.25);
            assertThat(once(answers, "{ \"b\": 2, \"a\": 1 }", "two", 0.26)).isEqualTo(0.25);

            assertThat(computed).containsExactly(0.25);
            assertThatThrownBy(() -> once(answers, "{\"a\":2}", "three", 1))
                    .isInstanceOfSatisfying(MeshException.class, failure -> {
                        assertThat(failure.code()).contains("CONFLICT");
                        assertThat(failure.status()).isEqualTo(409);
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "database"})
    void whatFailedMayBeTriedAgain(String kind) {
        try (var answers = new KeyedAnswers(store(kind))) {
            assertThatThrownBy(() -> answers.once(Optional.of(KEY), body("{}"), "one", Double.class, () -> {
                        throw new IllegalStateException("broke");
                    }))
                    .hasMessage("broke");

            assertThat(once(answers, "{}", "two", 0.5)).isEqualTo(0.5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "database"})
    void onlyTheOwnerGoesOnWithWhatWasBegun(String kind) {
        DedupStore store = store(kind);
        try (var answers = new KeyedAnswers(store)) {
            assertThat(store.begin(KEY, dev.majlis.mesh.dedup.Fingerprint.of(body("{}")), "crashed", LEASE))
                    .isInstanceOf(Beginning.Started.class);

            assertThatThrownBy(() -> once(answers, "{}", "another", 1)).hasMessageContaining("is being computed");
            assertThat(once(answers, "{}", "crashed", 0.5)).isEqualTo(0.5);
        }
    }

    @Test
    void theFirstOfTwoAnswersCountsForBoth() {
        try (var answers = new KeyedAnswers(new RecentAnswers(NOON, 10, 1_000))) {
            double outer = answers.once(Optional.of(KEY), body("{}"), "record", Double.class, () -> {
                once(answers, "{}", "record", 0.1);
                return 0.2;
            });

            assertThat(outer).isEqualTo(0.1);
        }
    }

    @Test
    void withoutAKeyEverythingIsComputed() {
        try (var answers = new KeyedAnswers(new RecentAnswers(NOON, 10, 1_000))) {
            for (int i = 0; i < 2; i++) {
                assertThat(answers.once(Optional.empty(), body("{}"), "x", Integer.class, () -> 7))
                        .isEqualTo(7);
            }
        }
    }

    @Test
    void tooManyKeysOrBytesPushTheOldestOut() {
        var few = new RecentAnswers(NOON, 2, 1_000);
        var small = new RecentAnswers(NOON, 100, 5);
        for (DedupStore store : List.of(few, small)) {
            try (var answers = new KeyedAnswers(store)) {
                for (int i = 0; i < 3; i++) {
                    named(answers, i, 0.5);
                }

                assertThat(named(answers, 2, 0.7)).isEqualTo(0.5);
                assertThat(named(answers, 0, 0.7)).isEqualTo(0.7);
            }
        }
    }

    private static double named(KeyedAnswers answers, int number, double value) {
        DedupKey key = DedupKey.of("tenant", "score", "k" + number);
        return answers.once(Optional.of(key), body("{}"), "o" + number, Double.class, () -> value);
    }

    private double once(KeyedAnswers answers, String json, String owner, double value) {
        return answers.once(Optional.of(KEY), body(json), owner, Double.class, () -> {
            computed.add(value);
            return value;
        });
    }

    private static byte[] body(String json) {
        return json.getBytes(UTF_8);
    }

    private static DedupStore store(String kind) {
        return kind.equals("memory")
                ? new RecentAnswers(NOON, 100, 10_000)
                : JdbcDedupStore.open(
                        new DatabaseAddress("jdbc:h2:mem:keyed" + System.nanoTime() + ";DB_CLOSE_DELAY=-1", "sa", ""),
                        2,
                        NOON);
    }
}
