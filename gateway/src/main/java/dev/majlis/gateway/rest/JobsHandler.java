package dev.majlis.gateway.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.gateway.answer.AnswerForm;
import dev.majlis.gateway.answer.Preference;
import dev.majlis.gateway.chat.SseEvent;
import dev.majlis.gateway.config.GatewayConfig;
import dev.majlis.gateway.job.Job;
import dev.majlis.gateway.job.JobRequest;
import dev.majlis.gateway.job.JobState;
import dev.majlis.gateway.job.Jobs;
import dev.majlis.gateway.rest.Idempotency.Claim;
import dev.majlis.gateway.state.Stores;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.dedup.StoredAnswer;
import dev.majlis.mesh.error.FailureClassifier;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Jobs over HTTP (platform §4.2): accepted by {@code Prefer}, looked at, cancelled, fetched and followed below {@code /api/v1/jobs}. */
@ApplicationScoped
public class JobsHandler {
    private static final String PATH = "/api/v1/jobs/";
    private static final long LOOK_MS = 1_000;

    private final Jobs jobs;
    private final Stores stores;
    private final FailureClassifier failures;
    private final Clock clock;
    private final GatewayConfig config;

    @Inject
    public JobsHandler(Jobs jobs, Stores stores, FailureClassifier failures, Clock clock, GatewayConfig config) {
        this.jobs = jobs;
        this.stores = stores;
        this.failures = failures;
        this.clock = clock;
        this.config = config;
    }

    /** Accepts a call as a job: written down, then in the broker's hands, then 202. */
    void submit(Exchange exchange, String name, Call call, AnswerForm form, Preference preference, Claim claim) {
        Instant now = clock.instant();
        Instant deadline = exchange.facts().deadlineOr(config.jobDeadline());
        Job job = new Job(
                call.correlationId().orElseThrow(),
                exchange.facts().tenant(),
                name,
                JobState.QUEUED,
                now,
                now,
                deadline,
                JobRequest.of(call, form),
                Optional.empty());
        CompletableFuture<Void> ended = preference.patience().isZero() ? null : jobs.whenEnded(job.id());
        var unused = stores.run(() -> {
                    jobs.accept(job);
                    return job;
                })
                .thenCompose(accepted -> jobs.send(accepted).toCompletableFuture())
                .orTimeout(config.jobAcceptTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(sent -> stores.run(() -> {
                    jobs.sent(job);
                    return true;
                }))
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        refuse(exchange, job, failure, claim);
                    } else if (ended == null) {
                        accepted(exchange, job, claim);
                    } else {
                        await(exchange, job, ended, preference, claim);
                    }
                });
    }

    void list(Exchange exchange, byte[] body) {
        answer(exchange, () -> jobs.list(exchange.facts().tenant()), found -> {
            ObjectNode list = JsonNodeFactory.instance.objectNode();
            ArrayNode array = list.putArray("jobs");
            found.forEach(job -> array.add(json(job)));
            return Json.write(list);
        });
    }

    void one(Exchange exchange, byte[] body) {
        answer(exchange, () -> job(exchange), job -> Json.write(json(job)));
    }

    void cancel(Exchange exchange, byte[] body) {
        answer(
                exchange,
                () -> {
                    Job job = job(exchange);
                    jobs.cancel(job);
                    return job(exchange);
                },
                job -> Json.write(json(job)));
    }

    void result(Exchange exchange, byte[] body) {
        with(exchange, () -> job(exchange), (ended, job) -> {
            if (!job.state().ended()) {
                throw new MeshException(
                                ProblemSlug.REQUEST_IN_PROGRESS, "job '%s' has not ended yet".formatted(job.id()))
                        .withRetryAfter(java.time.Duration.ofSeconds(1));
            }
            StoredAnswer answer = job.result()
                    .orElseThrow(() -> new MeshException(
                            ProblemSlug.DEADLINE_EXCEEDED,
                            "job '%s' had no answer by its deadline".formatted(job.id())));
            job.request().form().headers(answer).forEach(exchange.response()::putHeader);
            exchange.send(answer.status(), answer.contentType(), answer.body());
        });
    }

    /** The job's states as server-sent events, until it has ended. */
    void events(Exchange exchange, byte[] body) {
        with(exchange, () -> job(exchange), (ignored, job) -> {
            exchange.startEvents();
            follow(exchange, job, Optional.empty());
        });
    }

    /** The header {@code Location} of a replayed 202. */
    static void location(Exchange exchange, StoredAnswer accepted) {
        JsonNode body = Json.read(accepted.body(), JsonNode.class);
        exchange.response()
                .putHeader("Location", PATH + body.path("id").asText())
                .putHeader("Retry-After", "1");
    }

    private void follow(Exchange exchange, Job job, Optional<JobState> told) {
        if (exchange.response().closed() || exchange.response().ended()) {
            return;
        }
        if (!told.equals(Optional.of(job.state()))) {
            String name = job.state().ended() ? "end" : "state";
            exchange.response()
                    .write(Buffer.buffer(SseEvent.named(name, json(job).toString())
                            .withId(job.id() + ":" + job.updatedAt().toEpochMilli())
                            .bytes()));
        }
        if (job.state().ended()) {
            exchange.response().end();
            return;
        }
        CompletableFuture<Void> ended = jobs.whenEnded(job.id());
        var unused = ended.orTimeout(LOOK_MS, TimeUnit.MILLISECONDS).whenComplete((done, late) -> {
            jobs.forget(job.id());
            with(exchange, () -> job(exchange), (ignored, next) -> follow(exchange, next, Optional.of(job.state())));
        });
    }

    private void await(Exchange exchange, Job job, CompletableFuture<Void> ended, Preference preference, Claim claim) {
        var unused = ended.copy()
                .orTimeout(preference.patience().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((done, late) -> {
                    jobs.forget(job.id());
                    with(exchange, () -> jobs.find(job.id(), job.tenant()).orElse(job), (ignored, now) -> {
                        if (now.result().isPresent()) {
                            StoredAnswer answer = now.result().get();
                            claim.done(answer);
                            exchange.response().putHeader("Preference-Applied", "wait");
                            now.request().form().headers(answer).forEach(exchange.response()::putHeader);
                            exchange.send(answer.status(), answer.contentType(), answer.body());
                        } else {
                            accepted(exchange, now, claim);
                        }
                    });
                });
    }

    private void accepted(Exchange exchange, Job job, Claim claim) {
        exchange.run(() -> {
            StoredAnswer answer = new StoredAnswer(202, "application/json", Json.write(json(job)));
            claim.done(answer);
            if (exchange.answered()) {
                return;
            }
            location(exchange, answer);
            exchange.response().putHeader("Preference-Applied", "respond-async");
            exchange.send(answer.status(), answer.contentType(), answer.body());
        });
    }

    private void refuse(Exchange exchange, Job job, Throwable failure, Claim claim) {
        MeshException reason = failure instanceof java.util.concurrent.TimeoutException
                ? new MeshException(ProblemSlug.OVERLOADED, "the broker did not take the job in time")
                : failures.translate(failure);
        jobs.forget(job.id());
        var unused = stores.run(() -> {
            jobs.notAccepted(job, reason);
            return true;
        });
        claim.failed(reason);
        exchange.run(() -> exchange.fail(reason));
    }

    private Job job(Exchange exchange) {
        String id = exchange.routing().pathParam("id");
        return jobs.find(id, exchange.facts().tenant())
                .orElseThrow(() -> new MeshException(ProblemSlug.NOT_FOUND, "no such job"));
    }

    private <T> void answer(Exchange exchange, Supplier<T> work, Function<T, byte[]> written) {
        with(exchange, work, (ignored, value) -> exchange.json(200, written.apply(value)));
    }

    private <T> void with(Exchange exchange, Supplier<T> work, BiConsumer<Exchange, T> then) {
        var unused = stores.run(work)
                .whenComplete((value, failure) -> exchange.run(() -> {
                    if (failure != null) {
                        exchange.fail(failure);
                        return;
                    }
                    try {
                        then.accept(exchange, value);
                    } catch (RuntimeException e) {
                        exchange.fail(e);
                    }
                }));
    }

    private static ObjectNode json(Job job) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", job.id());
        node.put("state", job.state().name());
        node.put("name", job.name());
        node.put("progress", job.progress());
        node.put("createdAt", job.createdAt().toString());
        node.put("updatedAt", job.updatedAt().toString());
        node.put("deadline", job.deadline().toString());
        ObjectNode links = node.putObject("links");
        links.put("self", PATH + job.id());
        links.put("result", PATH + job.id() + "/result");
        links.put("events", PATH + job.id() + "/events");
        return node;
    }
}
