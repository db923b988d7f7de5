package dev.majlis.mesh.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link ModelRegistry} must do. */
abstract class ModelRegistryContract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Empty at the begin of each test. */
    abstract ModelRegistry registry();

    @Test
    void remembersWhichVersionReplacedWhich() {
        registry().publish(ModelVersions.of("m", "1"));

        ModelVersion published = registry().publish(ModelVersions.of("m", "2"));

        assertThat(registry().current("m")).contains(published);
        assertThat(published.previous()).map(ModelVersion::version).contains("1");
        assertThat(published.publishedAt()).isAfter(Instant.EPOCH);
        assertThat(registry().current("other")).isEmpty();
    }

    @Test
    void publishesTheSameVersionOnce() {
        ModelVersion first = registry().publish(ModelVersions.of("m", "1"));

        assertThat(registry().publish(ModelVersions.of("m", "1"))).isEqualTo(first);
        assertThat(first.previous()).isEmpty();
    }

    @Test
    void refusesOtherFilesUnderTheNameOfAnOldVersion() {
        registry().publish(ModelVersions.of("m", "1"));
        registry().publish(ModelVersions.of("m", "2"));

        assertThatThrownBy(() -> registry().publish(ModelVersions.of("m", "1", "other")))
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.slug()).isEqualTo(ProblemSlug.IDEMPOTENCY_CONFLICT));
    }

    @Test
    void goesBackVersionByVersionAndNoFurtherThanTheFirst() {
        registry().publish(ModelVersions.of("m", "1"));
        registry().publish(ModelVersions.of("m", "2"));
        registry().publish(ModelVersions.of("m", "3"));

        assertThat(registry().rollback("m").version()).isEqualTo("2");
        assertThat(registry().rollback("m").version()).isEqualTo("1");
        assertThat(registry().current("m")).map(ModelVersion::version).contains("1");
        assertThatThrownBy(() -> registry().rollback("m"))
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.slug()).isEqualTo(ProblemSlug.UNPROCESSABLE_INPUT));
        assertThatThrownBy(() -> registry().rollback("unheard-of"))
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.slug()).isEqualTo(ProblemSlug.UNKNOWN_MODEL));
    }

    @Test
    void tellsALateListenerWhatIsCurrentAndThenEveryChange() {
        registry().publish(ModelVersions.of("a", "1"));
        registry().publish(ModelVersions.of("a", "2"));
        registry().publish(ModelVersions.of("b", "1"));
        var told = new Told();

        try (var subscription = registry().subscribe(told)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(told.changes).containsExactly("a=2", "b=1"));
            registry().publish(ModelVersions.of("b", "2"));
            registry().rollback("a");
            registry().withdraw("b");

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(told.changes)
                    .containsExactly("a=2", "b=1", "b=2", "a=1", "b gone"));
            assertThat(subscription).isNotNull();
        }
        assertThat(registry().current("b")).isEmpty();
    }

    @Test
    void keepsEightVersionsBack() {
        for (int i = 0; i < 12; i++) {
            registry().publish(ModelVersions.of("m", "v" + i));
        }

        int length = 0;
        for (Optional<ModelVersion> link = registry().current("m");
                link.isPresent();
                link = link.orElseThrow().previous()) {
            length++;
        }
        assertThat(length).isEqualTo(1 + ModelVersion.HISTORY);
    }
}
