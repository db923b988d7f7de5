package dev.majlis.trainer.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.majlis.mesh.blob.BlobRef;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.Problem;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.registry.ModelFile;
import dev.majlis.trainer.job.DataSource;
import dev.majlis.trainer.job.Job;
import dev.majlis.trainer.job.JobKey;
import dev.majlis.trainer.job.JobPhase;
import dev.majlis.trainer.job.JobProgress;
import dev.majlis.trainer.job.JobRequest;
import dev.majlis.trainer.job.JobResult;
import dev.majlis.trainer.job.JobState;
import dev.majlis.trainer.job.JobStore;
import dev.majlis.trainer.job.StoredData;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a job store must do, whatever the database. */
abstract class JobStoreContract {
    private static final Instant NOW = Instant.ofEpochMilli(1_772_000_000_123L);
    private static final String SHA = "0123456789abcdef".repeat(4);

    /** The same database at each call of one test, empty at its begin. */
    abstract Stores.Settings settings();

    private Stores stores() {
        return new Stores(settings(), Clock.systemUTC());
    }

    private static Job job(String id, int second) {
        var parameters = JsonNodeFactory.instance.objectNode().put("epochs", 2);
        return Job.queued(
                id,
                "default",
                new JobRequest("scorer", "tiny", new DataSource.File("a.jsonl"), parameters, 7),
                Optional.of(new StoredData(BlobRef.of(SHA, 10), "a.jsonl", 3)),
                NOW.plusSeconds(second));
    }

    private static JobKey key(String key, String body) {
        return JobKey.of("default", key, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keepsEverythingOverARestart() {
        var progress = new JobProgress(1, 4, 0, .5, 1e-3, 100, 3, .25);
        var result = new JobResult(
                "pair-scorer",
                "regression01",
                Map.of("loss", .5),
                List.of(new ModelFile("config.json", SHA, 2, "blob:models/x")),
                new JobResult.Lineage(
                        SHA, 3, JsonNodeFactory.instance.objectNode().put("epochs", 2), 7, "1", "tiny", SHA, "MIT"),
                JsonNodeFactory.instance.objectNode().put("heldOutItems", 12),
                "the gain is not proven");
        try (Stores before = stores()) {
            before.get().insert(job("a", 0), Optional.empty());
            before.get().claim("0");
            before.get().phase("a", new JobPhase("GENERATING", 3, 9));
            before.get().progress("a", progress);
            before.get().succeed("a", result);
            before.get().published("a", "m@a");
        }

        try (Stores after = stores()) {
            Job kept = after.get().find("a", "default").orElseThrow();
            assertThat(kept.state()).isEqualTo(JobState.SUCCEEDED);
            assertThat(kept.request()).isEqualTo(job("a", 0).request());
            assertThat(kept.createdAt()).isEqualTo(NOW);
            assertThat(kept.data()).isEqualTo(job("a", 0).data());
            assertThat(kept.phase()).contains(new JobPhase("GENERATING", 3, 9));
            assertThat(kept.progress()).contains(progress);
            assertThat(kept.result()).contains(result);
            assertThat(kept.published()).contains("m@a");
            assertThat(after.get().find("a", "somebody-else")).isEmpty();
        }
    }

    @Test
    void keepsAnAddressInlineRowsAndABlobApart() {
        try (Stores stores = stores()) {
            var blob = new DataSource.Blob("ab".repeat(32), 7, "rows.jsonl.gz");
            stores.get()
                    .insert(
                            Job.queued(
                                    "c",
                                    "t",
                                    new JobRequest("foe-fuser", "none", blob, JsonNodeFactory.instance.objectNode(), 1),
                                    Optional.empty(),
                                    NOW),
                            Optional.empty());
            assertThat(stores.get().find("c").orElseThrow().request().data()).isEqualTo(blob);
            var web = new DataSource.Web(URI.create("https://data.example/a.jsonl"));
            var parameters = JsonNodeFactory.instance.objectNode();
            stores.get()
                    .insert(
                            Job.queued(
                                    "a", "t", new JobRequest("scorer", "m", web, parameters, 1), Optional.empty(), NOW),
                            Optional.empty());
            stores.get()
                    .insert(
                            Job.queued(
                                    "b",
                                    "t",
                                    new JobRequest("scorer", "m", new DataSource.Inline(3), parameters, 1),
                                    Optional.empty(),
                                    NOW),
                            Optional.empty());

            assertThat(stores.get().find("a").orElseThrow().request().data()).isEqualTo(web);
            assertThat(stores.get().find("a").orElseThrow().data()).isEmpty();
            assertThat(stores.get().find("b").orElseThrow().request().data()).isEqualTo(new DataSource.Inline(3));
        }
    }

    @Test
    void givesEachJobToOneProcessTheOldestFirst() {
        try (Stores stores = stores()) {
            JobStore store = stores.get();
            IntStream.range(0, 6).forEach(i -> store.insert(job("j" + i, i), Optional.empty()));

            assertThat(store.claim("x")).map(Job::id).contains("j0");
            assertThat(store.waiting()).isEqualTo(5);
            Set<String> claimed = ConcurrentHashMap.newKeySet();
            IntStream.range(0, 12).parallel().forEach(i -> store.claim("p" + i)
                    .ifPresent(job -> assertThat(claimed.add(job.id())).isTrue()));
            assertThat(claimed).isSubsetOf("j1", "j2", "j3", "j4", "j5").hasSizeGreaterThanOrEqualTo(1);
        }
    }

    @Test
    void givesBackAfterARestartWhatTheProcessWasWorkingOnAndCountsTheAttempts() {
        try (Stores stores = stores()) {
            stores.get().insert(job("a", 0), Optional.empty());
            stores.get().insert(job("b", 1), Optional.empty());
            stores.get().claim("one");
            stores.get().claim("two");

            assertThat(stores.get().release("one")).isOne();

            Job again = stores.get().claim("one").orElseThrow();
            assertThat(again.id()).isEqualTo("a");
            assertThat(again.attempts()).isEqualTo(2);
            assertThat(stores.get().find("b").orElseThrow().state()).isEqualTo(JobState.RUNNING);
        }
    }

    @Test
    void makesOneJobOfOneIdempotencyKey() {
        try (Stores stores = stores()) {
            assertThat(stores.get().insert(job("a", 0), Optional.of(key("k", "body"))))
                    .isEmpty();

            assertThat(stores.get().insert(job("b", 1), Optional.of(key("k", "body"))))
                    .map(Job::id)
                    .contains("a");
            assertThatThrownBy(() -> stores.get().insert(job("b", 1), Optional.of(key("k", "other"))))
                    .isInstanceOfSatisfying(
                            MeshException.class, e -> assertThat(e.slug()).isEqualTo(ProblemSlug.IDEMPOTENCY_CONFLICT));
            assertThat(stores.get().list("default", 10)).hasSize(1);
        }
    }

    @Test
    void makesOneJobOfOneIdempotencyKeyAlsoWhenAllComeAtOnce() {
        try (Stores stores = stores()) {
            JobStore store = stores.get();
            long made = IntStream.range(0, 8)
                    .parallel()
                    .mapToObj(i -> store.insert(job("j" + i, i), Optional.of(key("k", "body"))))
                    .filter(Optional::isEmpty)
                    .count();

            assertThat(made).isOne();
            assertThat(store.list("default", 10)).hasSize(1);
        }
    }

    @Test
    void keepsTheFirstEnd() {
        try (Stores stores = stores()) {
            stores.get().insert(job("a", 0), Optional.empty());
            Problem problem = Problem.of(new MeshException(ProblemSlug.MODEL_FAILED, "no"), "/x", null);

            assertThat(stores.get().end("a", JobState.FAILED, Optional.of(problem)))
                    .isTrue();
            assertThat(stores.get().end("a", JobState.CANCELLED, Optional.empty()))
                    .isFalse();

            assertThat(stores.get().cancel("a")).isFalse();
            assertThat(stores.get().find("a").orElseThrow().failure()).contains(problem);
        }
    }

    @Test
    void endsAWaitingJobAtOnceAndAsksARunningOneToStop() {
        try (Stores stores = stores()) {
            stores.get().insert(job("a", 0), Optional.empty());
            stores.get().insert(job("b", 1), Optional.empty());
            stores.get().claim("0");

            assertThat(stores.get().cancel("a")).isTrue();
            assertThat(stores.get().cancel("b")).isTrue();

            assertThat(stores.get().find("a").orElseThrow().state()).isEqualTo(JobState.RUNNING);
            assertThat(stores.get().cancelRequested("a")).isTrue();
            assertThat(stores.get().find("b").orElseThrow().state()).isEqualTo(JobState.CANCELLED);
        }
    }

    @Test
    void remembersWhatTheMeshHasNotBeenTold() {
        try (Stores stores = stores()) {
            stores.get().insert(job("a", 0), Optional.empty());
            stores.get().claim("0");
            assertThat(stores.get().untold(10)).extracting(Job::state).containsExactly(JobState.RUNNING);

            stores.get().told("a", JobState.RUNNING);
            assertThat(stores.get().untold(10)).isEmpty();
            stores.get().end("a", JobState.CANCELLED, Optional.empty());

            assertThat(stores.get().untold(10)).extracting(Job::state).containsExactly(JobState.CANCELLED);
        }
    }

    @Test
    void givesUpWhatHasWaitedTooLongButNotWhatHasBegun() {
        try (Stores stores = stores()) {
            stores.get().insert(job("a", 0), Optional.empty());
            stores.get().insert(job("b", 1), Optional.empty());
            stores.get().claim("0");
            stores.get().release("0");

            assertThat(stores.get().expire(NOW.plusSeconds(60))).isOne();

            assertThat(stores.get().find("a").orElseThrow().state()).isEqualTo(JobState.QUEUED);
            assertThat(stores.get().find("b").orElseThrow().state()).isEqualTo(JobState.EXPIRED);
        }
    }

    @Test
    void listsTheJobsOfOneTenantTheLatestFirst() {
        try (Stores stores = stores()) {
            stores.get().insert(job("a", 0), Optional.empty());
            stores.get().insert(job("b", 1), Optional.empty());

            assertThat(stores.get().list("default", 10)).extracting(Job::id).containsExactly("b", "a");
            assertThat(stores.get().list("default", 1)).hasSize(1);
            assertThat(stores.get().list("other", 10)).isEmpty();
        }
    }
}
