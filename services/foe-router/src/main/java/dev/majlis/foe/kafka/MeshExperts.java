package dev.majlis.foe.kafka;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.policy.ExpertCalls;
import dev.majlis.foe.pool.Expert;
import dev.majlis.foe.pool.ExpertKind;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.ExpertOutputs;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.client.MeshClient;
import dev.majlis.mesh.client.Scattered;
import dev.majlis.mesh.client.Scattered.Outcome.Answered;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The experts of a pool about one input, over the mesh: all that are asked at once share one scatter and one deadline. An
 * expert gets {@code {"input": …}} and answers {@code {"probabilities": [M_k]}}, or {@code {"embedding": [d_k]}} if it is a
 * generator. One that fails, is late or answers nonsense counts as failed.
 */
public final class MeshExperts implements ExpertCalls {
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final MeshClient client;
    private final HostedPool hosted;
    private final JsonNode input;
    private final Instant deadline;
    private final Clock clock;

    public MeshExperts(MeshClient client, HostedPool hosted, JsonNode input, Instant deadline, Clock clock) {
        this.client = requireNonNull(client, "client is null");
        this.hosted = requireNonNull(hosted, "hosted is null");
        this.input = requireNonNull(input, "input is null");
        this.deadline = requireNonNull(deadline, "deadline is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public Map<Integer, float[]> ask(ExpertSet experts) {
        int[] asked = experts.toArray();
        List<Call> calls = new ArrayList<>();
        JsonNode question = Json.mapper().createObjectNode().set("input", input);
        for (int k : asked) {
            calls.add(Call.of(Hop.to(hosted.endpoints().get(k)), question, "expert-question", deadline));
        }
        Scattered scattered = await(calls);
        Map<Integer, float[]> answers = new HashMap<>();
        for (int i = 0; i < asked.length; i++) {
            int expert = asked[i];
            if (scattered.outcomes().get(i) instanceof Answered answered) {
                features(expert, answered.reply().body()).ifPresent(read -> answers.put(expert, read));
            }
        }
        return answers;
    }

    @Override
    public boolean timeIsUp() {
        return !clock.instant().isBefore(deadline);
    }

    private Scattered await(List<Call> calls) {
        // the scatter keeps the deadline itself; the grace is for its own answer
        long left = Math.max(
                0, Duration.between(clock.instant(), deadline.plus(GRACE)).toMillis());
        try {
            return client.scatter(calls, deadline).toCompletableFuture().get(left, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MeshException(ProblemSlug.CANCELLED, "stopped while waiting for experts", e);
        } catch (TimeoutException e) {
            throw new MeshException(ProblemSlug.DEADLINE_EXCEEDED, "experts did not answer in time", e);
        } catch (ExecutionException e) {
            throw new MeshException(ProblemSlug.INTERNAL, "experts could not be asked", e.getCause());
        }
    }

    private Optional<float[]> features(int k, byte[] body) {
        Expert expert = hosted.pool().experts().get(k);
        boolean classifies = expert.kind() == ExpertKind.CLASSIFIER;
        try {
            JsonNode values = Json.read(body, JsonNode.class).path(classifies ? "probabilities" : "embedding");
            if (values.size() != expert.width()) {
                return Optional.empty();
            }
            float[] features = new float[values.size()];
            for (int i = 0; i < features.length; i++) {
                features[i] = values.get(i).isNumber() ? values.get(i).floatValue() : Float.NaN;
            }
            // refuses what is no distribution or not finite
            ExpertOutputs checked = new ExpertOutputs(hosted.pool().size());
            ExpertOutputs held = classifies ? checked.putProbabilities(k, features) : checked.put(k, features);
            return Optional.of(held.block(k));
        } catch (MeshException e) {
            return Optional.empty();
        }
    }
}
