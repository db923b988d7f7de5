package dev.majlis.gateway.rest;

import dev.majlis.gateway.admission.Permit;
import dev.majlis.gateway.answer.AnswerForm;
import dev.majlis.gateway.answer.Preference;
import dev.majlis.gateway.rest.Idempotency.Claim;
import dev.majlis.gateway.rest.Idempotency.Paths;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.client.MeshClient;
import dev.majlis.mesh.client.Reply;
import dev.majlis.mesh.dedup.StoredAnswer;
import dev.majlis.mesh.error.FailureClassifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Takes a request that is not streamed from its call to its answer: at once, as a job, or once for many with one key. */
@ApplicationScoped
public class Dispatch {
    private final MeshClient mesh;
    private final Idempotency idempotency;
    private final JobsHandler jobs;
    private final FailureClassifier failures;

    @Inject
    public Dispatch(MeshClient mesh, Idempotency idempotency, JobsHandler jobs, FailureClassifier failures) {
        this.mesh = mesh;
        this.idempotency = idempotency;
        this.jobs = jobs;
        this.failures = failures;
    }

    /**
     * @param operation name of what is asked for, in the idempotency key's scope
     * @param body of the HTTP request
     * @param call with a correlation id
     */
    void run(Exchange exchange, String operation, String name, byte[] body, Call call, AnswerForm form, Permit permit) {
        Optional<Preference> preference = Preference.parse(exchange.header("Prefer"));
        Optional<String> key = idempotency.key(exchange);
        if (key.isEmpty()) {
            start(exchange, name, call, form, permit, preference, Claim.NONE);
            return;
        }
        String owner = call.correlationId().orElseThrow();
        idempotency.begin(exchange, key.get(), operation, body, owner, new Paths() {
            @Override
            public void fresh(Claim claim) {
                start(exchange, name, call, form, permit, preference, claim);
            }

            @Override
            public void replay(StoredAnswer answer) {
                permit.close();
                if (answer.status() == 202) {
                    JobsHandler.location(exchange, answer);
                }
                form.headers(answer).forEach(exchange.response()::putHeader);
                exchange.send(answer.status(), answer.contentType(), answer.body());
            }
        });
        exchange.whenOver(disconnected -> permit.close());
    }

    private void start(
            Exchange exchange,
            String name,
            Call call,
            AnswerForm form,
            Permit permit,
            Optional<Preference> preference,
            Claim claim) {
        if (preference.isPresent()) {
            exchange.whenOver(disconnected -> permit.close());
            jobs.submit(exchange, name, call, form, preference.get(), claim);
            return;
        }
        CompletableFuture<Reply> reply = mesh.call(call).toCompletableFuture();
        boolean keyed = claim != Claim.NONE;
        exchange.whenOver(disconnected -> {
            // an answer with a key is kept for the retry of a client that has gone
            if (disconnected && !keyed) {
                reply.cancel(true);
            }
        });
        var unused = reply.whenComplete((answer, failure) -> {
            permit.close();
            exchange.run(() -> answer(exchange, form, claim, answer, failure));
        });
    }

    private void answer(Exchange exchange, AnswerForm form, Claim claim, Reply reply, Throwable failure) {
        if (failure != null) {
            claim.failed(failures.translate(failure));
            exchange.fail(failure);
            return;
        }
        try {
            StoredAnswer answer = form.answer(reply.body());
            claim.done(answer);
            if (form instanceof AnswerForm.Forwarded) {
                ForwardHandler.write(exchange, reply);
            } else {
                form.headers(answer).forEach(exchange.response()::putHeader);
                exchange.send(answer.status(), answer.contentType(), answer.body());
            }
        } catch (RuntimeException e) {
            claim.failed(failures.translate(e));
            exchange.fail(e);
        }
    }
}
