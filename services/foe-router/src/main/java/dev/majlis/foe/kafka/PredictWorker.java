package dev.majlis.foe.kafka;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.kafka.PredictAnswer.Asked;
import dev.majlis.foe.kafka.PredictAnswer.Result;
import dev.majlis.foe.policy.Answer;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.policy.PolicyReader;
import dev.majlis.foe.policy.Step;
import dev.majlis.mesh.client.MeshClient;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.work.Task;
import dev.majlis.mesh.work.Worker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * {@code foe-router.predict}: {@code {"pool": "p", "inputs": […], "policy": "foe_frugal"}}, at most 256 inputs. An input whose
 * experts all failed has an error of its own and harms no other.
 */
public final class PredictWorker {
    public static final Operation OPERATION = new Operation("foe-router", "predict");

    private static final int INPUTS = 256;
    private static final Duration WITHOUT_DEADLINE = Duration.ofSeconds(30);

    private final HostedPools pools;
    private final Supplier<MeshClient> client;
    private final Clock clock;

    /** @param client of the mesh, connected on first use */
    public PredictWorker(HostedPools pools, Supplier<MeshClient> client, Clock clock) {
        this.pools = requireNonNull(pools, "pools is null");
        this.client = requireNonNull(client, "client is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    public Worker<JsonNode, PredictAnswer> worker() {
        return Worker.of(OPERATION, JsonNode.class, PredictAnswer.SCHEMA, this::handle);
    }

    PredictAnswer handle(Task<JsonNode> task) {
        String name = task.input().path("pool").asText();
        HostedPool hosted = pools.find(name)
                .orElseThrow(() -> new MeshException(ProblemSlug.NOT_FOUND, "no pool is named '" + name + "'")
                        .withCode("UNKNOWN_POOL"));
        JsonNode inputs = task.input().path("inputs");
        if (inputs.isEmpty() || inputs.size() > INPUTS) {
            throw Failures.invalid("/inputs", "has " + inputs.size() + " entries, 1 to " + INPUTS + " are allowed");
        }
        Policy policy = PolicyReader.read(task.input().path("policy"));
        Instant deadline = task.deadline().orElseGet(() -> clock.instant().plus(WITHOUT_DEADLINE));
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < inputs.size() && !task.cancelled(); i++) {
            results.add(
                    result(hosted, policy, new MeshExperts(client.get(), hosted, inputs.get(i), deadline, clock), i));
        }
        return new PredictAnswer(name, policy.name(), results);
    }

    private static Result result(HostedPool hosted, Policy policy, MeshExperts experts, int input) {
        try {
            return described(hosted, hosted.council().answer(policy, experts, input));
        } catch (MeshException e) {
            String code = e.code().orElse("");
            if (code.equals("ALL_EXPERTS_FAILED") || code.equals("DEADLINE")) {
                return new Result(null, null, null, null, null, null, null, null, code);
            }
            throw e;
        }
    }

    private static Result described(HostedPool hosted, Answer answer) {
        List<Float> probabilities = new ArrayList<>();
        for (float probability : answer.distribution()) {
            probabilities.add(probability);
        }
        boolean choosesExpert =
                hosted.council().router().fuser().rows().targets().mode().choosesExpert();
        return new Result(
                choosesExpert ? null : hosted.pool().labels().get(answer.choice()),
                choosesExpert ? hosted.pool().experts().get(answer.choice()).id() : null,
                probabilities,
                answer.steps().stream().map(step -> asked(hosted, step)).toList(),
                answer.cost(),
                known(answer.estimatedLoss()),
                answer.stop().name(),
                answer.degraded(),
                null);
    }

    private static Asked asked(HostedPool hosted, Step step) {
        String id = hosted.pool().experts().get(step.expert()).id();
        return new Asked(id, step.cost(), step.answered(), known(step.lossBefore()), known(step.lossAfter()));
    }

    private static Double known(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
