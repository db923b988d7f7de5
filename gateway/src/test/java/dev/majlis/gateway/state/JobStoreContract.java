package dev.majlis.gateway.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.majlis.gateway.FakeMesh;
import dev.majlis.gateway.answer.AnswerForm;
import dev.majlis.gateway.chat.AnswerContext;
import dev.majlis.gateway.chat.Endpoint;
import dev.majlis.gateway.job.Job;
import dev.majlis.gateway.job.JobRequest;
import dev.majlis.gateway.job.JobState;
import dev.majlis.gateway.job.Jobs;
import dev.majlis.mesh.dedup.StoredAnswer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a job store must do, whatever the database; {@link Jobs} on top of it. */
abstract class JobStoreContract {
    private static final String ID = "018bcfe5-6800-7000-8000-000000000001";

    private final FakeMesh mesh = new FakeMesh();

    @Test
    void sendsAgainAfterARestartWhatTheBrokerNeverAcknowledged() {
        try (Stores before = stores()) {
            new Jobs(before::jobs, mesh, Clock.systemUTC())
                    .accept(job(Instant.now().plusSeconds(60)));
        }
        assertThat(mesh.sent).isEmpty();

        try (Stores after = stores()) {
            Jobs jobs = new Jobs(after::jobs, mesh, Clock.systemUTC());
            jobs.resend(true);

            assertThat(mesh.sent).hasSize(1);
            assertThat(mesh.sent.get(0).correlationId()).contains(ID);
            assertThat(mesh.sent.get(0).slip().hops().get(0).operation()).hasToString("jais-chat.chat");
            assertThat(jobs.find(ID, "default").orElseThrow().state()).isEqualTo(JobState.RUNNING);
        }
    }

    @Test
    void keepsTheFirstEndAndTheAnswerOverARestart() {
        try (Stores before = stores()) {
            Jobs jobs = new Jobs(before::jobs, mesh, Clock.systemUTC());
            jobs.accept(job(Instant.now().plusSeconds(60)));
            jobs.answered(ID, "{\"choices\":[]}".getBytes(UTF_8), Optional.empty());
            jobs.answered(ID, "{\"choices\":[1]}".getBytes(UTF_8), Optional.empty());
        }

        try (Stores after = stores()) {
            Job job = after.jobs().find(ID, "default").orElseThrow();
            assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
            assertThat(new String(job.result().orElseThrow().body(), UTF_8)).isEqualTo("{\"choices\":[]}");
            assertThat(after.jobs().find(ID, "somebody-else")).isEmpty();
        }
    }

    @Test
    void givesUpWhatIsLate() {
        try (Stores stores = stores()) {
            Jobs jobs = new Jobs(stores::jobs, mesh, Clock.systemUTC());
            jobs.accept(job(Instant.now().minusSeconds(5)));

            jobs.sweep();

            assertThat(jobs.find(ID, "default").orElseThrow().state()).isEqualTo(JobState.EXPIRED);
        }
    }

    @Test
    void cancelsAndTellsTheMesh() {
        try (Stores stores = stores()) {
            Jobs jobs = new Jobs(stores::jobs, mesh, Clock.systemUTC());
            Job job = job(Instant.now().plusSeconds(60));
            jobs.accept(job);

            assertThat(jobs.cancel(job)).isTrue();
            assertThat(jobs.cancel(job)).isFalse();

            assertThat(mesh.cancelled).contains(ID);
            assertThat(jobs.find(ID, "default").orElseThrow().state()).isEqualTo(JobState.CANCELLED);
        }
    }

    @Test
    void listsTheJobsOfOneTenantTheLatestFirst() {
        try (Stores stores = stores()) {
            Jobs jobs = new Jobs(stores::jobs, mesh, Clock.systemUTC());
            Instant deadline = Instant.now().plusSeconds(60);
            jobs.accept(job("a", "default", deadline));
            jobs.accept(job("b", "default", deadline.plusMillis(1)));
            jobs.accept(job("c", "somebody-else", deadline));

            assertThat(jobs.list("default")).extracting(Job::id).containsExactly("b", "a");
        }
    }

    @Test
    void keepsAMebibyteOfAnswerAsItIs() {
        byte[] answer = "{\"text\":\"%s\"}".formatted("ü".repeat(1 << 19)).getBytes(UTF_8);
        try (Stores stores = stores()) {
            Jobs jobs = new Jobs(stores::jobs, mesh, Clock.systemUTC());
            jobs.accept(job(Instant.now().plusSeconds(60)));

            stores.jobs().end(ID, JobState.SUCCEEDED, Optional.of(new StoredAnswer(200, "application/json", answer)));

            assertThat(jobs.find(ID, "default")
                            .orElseThrow()
                            .result()
                            .orElseThrow()
                            .body())
                    .isEqualTo(answer);
        }
    }

    /** The same database at each call of one test, empty at its begin. */
    abstract Stores.Settings settings();

    private Stores stores() {
        return new Stores(settings(), Clock.systemUTC());
    }

    private static Job job(Instant deadline) {
        return job(ID, "default", deadline);
    }

    private static Job job(String id, String tenant, Instant deadline) {
        AnswerContext context = new AnswerContext(Endpoint.CHAT, "small", false, false, id, false, false, false);
        JobRequest request = new JobRequest(
                List.of(new JobRequest.StoredHop("jais-chat", "chat", JsonNodeFactory.instance.objectNode())),
                "{}".getBytes(UTF_8),
                "openai-chat-request",
                "small",
                new AnswerForm.Completion(context));
        Instant now = deadline.minusSeconds(60);
        return new Job(id, tenant, "small", JobState.QUEUED, now, now, deadline, request, Optional.empty());
    }
}
