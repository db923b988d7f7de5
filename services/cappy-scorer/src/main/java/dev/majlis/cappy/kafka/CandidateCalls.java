package dev.majlis.cappy.kafka;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.cappy.policy.Answer;
import dev.majlis.cappy.policy.AnswerSource;
import dev.majlis.cappy.policy.Answers;
import dev.majlis.cappy.score.Awaited;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.client.MeshClient;
import dev.majlis.mesh.client.Reply;
import dev.majlis.mesh.council.Candidate;
import dev.majlis.mesh.council.CandidateSet;
import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.RoutingSlip;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.work.Task;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * Draws the candidates of one chat request part by part from a generator of the mesh. Candidate i draws from seed + i, as if all had
 * been asked for at once. Not thread-safe.
 */
final class CandidateCalls implements AnswerSource {
    private static final String SCHEMA = "chat-request";

    private final MeshClient client;
    private final Task<ObjectNode> task;
    private final Operation generator;
    private final String endpoint;
    private final long seed;
    private final Instant deadline;
    private final Clock clock;
    private final VerdictEvents events;
    private final List<Candidate> candidates = new ArrayList<>();
    private final MergedCompletion completion = new MergedCompletion();
    private String instruction;

    CandidateCalls(
            MeshClient client,
            Task<ObjectNode> task,
            Operation generator,
            String endpoint,
            long seed,
            Instant deadline,
            Clock clock) {
        this.client = client;
        this.task = task;
        this.generator = generator;
        this.endpoint = endpoint;
        this.seed = seed;
        this.deadline = deadline;
        this.clock = clock;
        this.events = new VerdictEvents(task);
    }

    /** All so far. */
    List<Candidate> candidates() {
        return candidates;
    }

    /** The generator's answers as one. */
    ObjectNode completion() {
        return completion.answer();
    }

    @Override
    public List<Answer> next(int from, int count) {
        if (task.cancelled()) {
            throw new MeshException(ProblemSlug.CANCELLED, "the requester has gone");
        }
        CandidateSet set = ask(from, count);
        if (set.candidates().size() != count) {
            throw new MeshException(
                    ProblemSlug.MODEL_FAILED,
                    "%s wrote %d candidates instead of %d"
                            .formatted(generator, set.candidates().size(), count));
        }
        for (Candidate each : set.candidates()) {
            var candidate = new Candidate(
                    candidates.size(),
                    each.text(),
                    each.finish(),
                    each.tokens(),
                    each.logLikelihoodSum(),
                    each.logLikelihoodMean());
            candidates.add(candidate);
            events.candidate(candidate);
        }
        completion.add(set.completion(), from);
        instruction = set.instruction();
        return Answers.of(set, Optional.empty());
    }

    /** A requester that goes away while a candidate is being written takes the generator's work with it. */
    private CandidateSet ask(int from, int count) {
        CompletableFuture<Reply> reply = client.call(call(from, count)).toCompletableFuture();
        task.onCancel(() -> reply.cancel(false));
        try {
            return Awaited.on(reply, Optional.of(deadline), clock).as(CandidateSet.class);
        } catch (CancellationException e) {
            throw new MeshException(ProblemSlug.CANCELLED, "the requester has gone", e);
        }
    }

    /** What was asked, in the generator's words; null before the first candidate. */
    String instruction() {
        return instruction;
    }

    private Call call(int from, int count) {
        ObjectNode body = task.input().deepCopy().put("seed", seed + from);
        ObjectNode parameters = JsonNodeFactory.instance
                .objectNode()
                .put("endpoint", endpoint)
                .put("output", "candidates")
                .put("n", count);
        Envelope envelope = task.envelope();
        return new Call(
                RoutingSlip.of(new Hop(generator, parameters)),
                body,
                SCHEMA,
                envelope.tenant(),
                Optional.empty(),
                envelope.subject(),
                deadline,
                envelope.priority(),
                Optional.empty(),
                Optional.empty());
    }
}
