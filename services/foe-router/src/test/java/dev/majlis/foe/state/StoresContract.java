package dev.majlis.foe.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.job.Job;
import dev.majlis.foe.job.JobKind;
import dev.majlis.foe.job.JobState;
import dev.majlis.foe.job.JobStore;
import dev.majlis.foe.pool.Cost;
import dev.majlis.mesh.dedup.Beginning;
import dev.majlis.mesh.dedup.DedupKey;
import dev.majlis.mesh.dedup.StoredAnswer;
import dev.majlis.mesh.error.Problem;
import dev.majlis.mesh.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database must do for the router. */
abstract class StoresContract {
    private static final Instant NOW = Instant.parse("2026-03-02T10:15:30.123Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private Stores stores;

    abstract Stores.Settings settings();

    @BeforeEach
    void open() {
        stores = new Stores(settings(), CLOCK);
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void keepsDocumentsInTheOrderTheyCame() {
        DocumentStore documents = stores.documents();

        documents.insert(document("b", "p", NOW, "1"));
        documents.insert(document("a", "p", NOW.plusMillis(1), "2"));
        documents.insert(document("c", "q", NOW, "3"));

        assertThat(documents.list(DocumentKind.FUSER, "p"))
                .extracting(Document::id)
                .containsExactly("b", "a");
        assertThat(documents.list(DocumentKind.FUSER)).hasSize(3);
        assertThat(documents.list(DocumentKind.POOL)).isEmpty();
        assertThat(body(documents.find(DocumentKind.FUSER, "a"))).isEqualTo("2");
        assertThat(documents.insert(document("a", "p", NOW, "4"))).isFalse();
    }

    @Test
    void overwritesNothingUnseen() {
        DocumentStore documents = stores.documents();
        Document first = document("a", "p", NOW, "1");
        documents.insert(first);

        boolean mine = documents.replace(first.changed(bytes("mine")));
        boolean late = documents.replace(first.changed(bytes("late")));

        assertThat(mine).isTrue();
        assertThat(late).isFalse();
        assertThat(body(documents.find(DocumentKind.FUSER, "a"))).isEqualTo("mine");
        assertThat(documents.delete(DocumentKind.FUSER, "a")).isTrue();
        assertThat(documents.find(DocumentKind.FUSER, "a")).isEmpty();
    }

    @Test
    void onlyOneOfManyChangesARevision() throws Exception {
        DocumentStore documents = stores.documents();
        Document first = document("a", "p", NOW, "1");
        documents.insert(first);
        ExecutorService many = Executors.newFixedThreadPool(8);
        CountDownLatch go = new CountDownLatch(1);

        List<Future<Boolean>> tries = IntStream.range(0, 8)
                .mapToObj(i -> many.submit(() -> {
                    go.await();
                    return documents.replace(first.changed(bytes("from " + i)));
                }))
                .toList();
        go.countDown();

        int changed = 0;
        for (Future<Boolean> each : tries) {
            changed += each.get() ? 1 : 0;
        }
        many.shutdown();
        assertThat(changed).isEqualTo(1);
    }

    @Test
    void keepsOutputsByExpertVersionAndInput() {
        OutputCache cache = stores.outputs();
        KeptOutput said = new KeptOutput(new float[] {0.25f, 0.75f}, Optional.of("so"), Cost.ofMoney(2), 7);

        cache.put("e", "1", "in", said);
        cache.put("e", "1", "in", new KeptOutput(new float[] {1, 0}, Optional.empty(), Cost.FREE, 1));

        Map<String, KeptOutput> found = cache.find("e", "1", List.of("in", "other"));
        assertThat(found).containsOnlyKeys("in");
        assertThat(found.get("in").features()).containsExactly(0.25f, 0.75f);
        assertThat(found.get("in").text()).contains("so");
        assertThat(found.get("in").cost()).isEqualTo(Cost.ofMoney(2));
        assertThat(cache.known("e", "1", List.of("in", "other"))).containsExactly("in");
        assertThat(cache.find("e", "2", List.of("in"))).isEmpty();
    }

    @Test
    void findsThousandsOfOutputsAtOnce() {
        OutputCache cache = stores.outputs();
        List<String> inputs = IntStream.range(0, 1_201).mapToObj(i -> "in" + i).toList();
        inputs.forEach(
                input -> cache.put("e", "1", input, new KeptOutput(new float[] {1}, Optional.empty(), Cost.FREE, 0)));

        assertThat(cache.known("e", "1", inputs)).hasSize(1_201);
        assertThat(cache.find("e", "1", inputs)).hasSize(1_201);
    }

    @Test
    void givesEachJobToOneWorker() {
        JobStore jobs = stores.jobs();
        jobs.insert(job("j1", NOW));
        jobs.insert(job("j2", NOW.plusMillis(1)));

        Optional<Job> first = jobs.claim("one");
        Optional<Job> second = jobs.claim("two");

        assertThat(first).map(Job::id).contains("j1");
        assertThat(second).map(Job::id).contains("j2");
        assertThat(jobs.claim("three")).isEmpty();
        assertThat(first.get().attempts()).isEqualTo(1);
        assertThat(jobs.waiting()).isZero();
    }

    @Test
    void givesAJobOutAgainAfterItsProcessDied() {
        JobStore jobs = stores.jobs();
        jobs.insert(job("j1", NOW));
        jobs.claim("one");
        jobs.remember("j1", Json.mapper().createObjectNode().put("at", 7));
        jobs.progress("j1", 0.5, "half");

        assertThat(jobs.release("two")).isZero();
        assertThat(jobs.release("one")).isEqualTo(1);
        Job again = jobs.claim("one").orElseThrow();

        assertThat(again.attempts()).isEqualTo(2);
        assertThat(again.memory().orElseThrow().path("at").asInt()).isEqualTo(7);
        assertThat(again.progress()).isEqualTo(0.5);
        assertThat(again.message()).isEqualTo("half");
    }

    @Test
    void takesAJobFromAProcessThatIsNotHeardOf() {
        JobStore jobs = stores.jobs();
        jobs.insert(job("j1", NOW.minusSeconds(100)));
        jobs.claim("one");

        jobs.beat("one");
        int alive = jobs.abandon(NOW);
        int gone = jobs.abandon(NOW.plusMillis(1));

        assertThat(alive).isZero();
        assertThat(gone).isEqualTo(1);
        assertThat(jobs.claim("two")).map(Job::attempts).contains(2);
    }

    @Test
    void endsAJobOnce() {
        JobStore jobs = stores.jobs();
        jobs.insert(job("j1", NOW));
        jobs.claim("one");
        ObjectNode result = Json.mapper().createObjectNode().put("rows", 3);

        assertThat(jobs.succeed("j1", result)).isTrue();
        assertThat(jobs.end("j1", JobState.FAILED, Optional.empty())).isFalse();
        assertThat(jobs.cancel("j1")).isFalse();
        assertThat(jobs.find("j1").orElseThrow().result()).contains(result);
    }

    @Test
    void cancelsAWaitingJobAtOnceAndARunningOneLater() {
        JobStore jobs = stores.jobs();
        jobs.insert(job("j1", NOW));
        jobs.insert(job("j2", NOW.plusMillis(1)));
        jobs.claim("one");

        jobs.cancel("j1");
        jobs.cancel("j2");

        assertThat(jobs.find("j1").orElseThrow().state()).isEqualTo(JobState.RUNNING);
        assertThat(jobs.cancelRequested("j1")).isTrue();
        assertThat(jobs.find("j2").orElseThrow().state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void showsJobsToTheirTenantAlone() {
        JobStore jobs = stores.jobs();
        jobs.insert(job("j1", NOW));

        assertThat(jobs.find("j1", "t")).isPresent();
        assertThat(jobs.find("j1", "other")).isEmpty();
        assertThat(jobs.list("t", 10)).hasSize(1);
        assertThat(jobs.list("other", 10)).isEmpty();
    }

    @Test
    void tellsEveryStateOnce() {
        JobStore jobs = stores.jobs();
        jobs.insert(job("j1", NOW));

        assertThat(jobs.untold(10)).extracting(Job::state).containsExactly(JobState.QUEUED);
        jobs.told("j1", JobState.QUEUED);
        assertThat(jobs.untold(10)).isEmpty();
        jobs.claim("one");
        jobs.end("j1", JobState.FAILED, Optional.<Problem>empty());

        assertThat(jobs.untold(10)).extracting(Job::state).containsExactly(JobState.FAILED);
    }

    @Test
    void keepsDecisionsAndTheirTruth() {
        DecisionStore decisions = stores.decisions();

        decisions.append(List.of(decision("d1", NOW, "1"), decision("d2", NOW.plusMillis(1), "2")));
        decisions.append(List.of(decision("d1", NOW.plusMillis(2), "3")));

        assertThat(decisions.label("t", "d2", bytes("truth"))).isTrue();
        assertThat(decisions.label("t", "d9", bytes("truth"))).isFalse();
        assertThat(decisions.find("other", "d1")).isEmpty();
        assertThat(decisions.latest("p", 10)).extracting(KeptDecision::id).containsExactly("d1", "d2");
        assertThat(new String(decisions.find("t", "d1").orElseThrow().body(), StandardCharsets.UTF_8))
                .isEqualTo("3");
        assertThat(decisions.find("t", "d2").orElseThrow().truth())
                .hasValueSatisfying(truth -> assertThat(truth).isEqualTo(bytes("truth")));
    }

    @Test
    void letsGoOfOldDecisionsAndOfTooMany() {
        DecisionStore decisions = stores.decisions();
        for (int i = 0; i < 10; i++) {
            decisions.append(List.of(decision("d" + i, NOW.plusSeconds(i), "x")));
        }

        decisions.sweep(NOW.plusSeconds(2), 5);

        assertThat(decisions.latest("p", 100))
                .extracting(KeptDecision::id)
                .containsExactly("d9", "d8", "d7", "d6", "d5");
    }

    @Test
    void remembersIdempotencyKeys() {
        DedupKey key = DedupKey.of("t", "POST /pools", "k");

        Beginning first = stores.keys().begin(key, "print", "me", Duration.ofMinutes(1));
        stores.keys().done(key, "me", new StoredAnswer(201, "application/json", bytes("{}")));

        assertThat(first).isInstanceOf(Beginning.Started.class);
        assertThat(stores.keys().begin(key, "print", "you", Duration.ofMinutes(1)))
                .isInstanceOf(Beginning.Replay.class);
        assertThat(stores.keys().begin(key, "other", "you", Duration.ofMinutes(1)))
                .isInstanceOf(Beginning.Conflict.class);
    }

    @Test
    void findsEverythingAgainAfterARestart() {
        stores.documents().insert(document("a", "p", NOW, "1"));
        stores.jobs().insert(job("j1", NOW));
        stores.close();

        stores = new Stores(settings(), CLOCK);

        assertThat(stores.documents().find(DocumentKind.FUSER, "a")).isPresent();
        assertThat(stores.jobs().waiting()).isEqualTo(1);
    }

    private static Document document(String id, String pool, Instant at, String body) {
        return new Document(DocumentKind.FUSER, id, pool, 1, at, bytes(body));
    }

    private static Job job(String id, Instant at) {
        return Job.queued(id, "t", JobKind.OUTPUTS, "p", Json.mapper().createObjectNode(), at);
    }

    private static KeptDecision decision(String id, Instant at, String body) {
        return new KeptDecision("t", id, "p", at, bytes(body), Optional.empty());
    }

    private static String body(Optional<Document> document) {
        return new String(document.orElseThrow().body(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
