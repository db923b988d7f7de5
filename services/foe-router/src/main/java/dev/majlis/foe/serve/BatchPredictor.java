package dev.majlis.foe.serve;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.frugal.Caps;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.policy.PolicyReader;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Answers the inputs of one request, several at a time. One that fails harms no other. Thread-safe; blocks. */
public final class BatchPredictor {
    private static final Set<String> OF_ONE_INPUT = Set.of("ALL_EXPERTS_FAILED", "DEADLINE");

    private final Predictor predictor;
    private final ServedPools served;
    private final Executor workers;
    private final Supplier<String> ids;
    private final Clock clock;
    private final Settings settings;
    private final Semaphore running;

    /**
     * Limits.
     *
     * @param requests answered at the same time; more are refused
     * @param deadline of a request that names none
     */
    public record Settings(int requests, Duration deadline) {}

    /**
     * @param workers that take the inputs of a request after the first
     * @param ids of inputs that have none
     */
    public BatchPredictor(
            Predictor predictor,
            ServedPools served,
            Executor workers,
            Supplier<String> ids,
            Clock clock,
            Settings settings) {
        this.predictor = requireNonNull(predictor, "predictor is null");
        this.served = requireNonNull(served, "served is null");
        this.workers = requireNonNull(workers, "workers is null");
        this.ids = requireNonNull(ids, "ids is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.running = new Semaphore(settings.requests());
    }

    /**
     * @param decideOnly for {@code route}
     * @param deadline of the caller, if any; the order's own counts when it is earlier
     * @throws MeshException what concerns the whole request: {@code UNKNOWN_POOL}, {@code NO_FUSER}, {@code EXPERT_CHANGED},
     *     {@code INVALID_FIELD}, {@code BUSY}; of a single input also its own failure
     */
    public PredictAnswer answer(PredictOrder order, boolean decideOnly, String tenant, Optional<Instant> deadline) {
        if (!running.tryAcquire()) {
            throw Failures.busy(settings.requests());
        }
        try {
            return all(order, decideOnly, tenant, deadline);
        } finally {
            running.release();
        }
    }

    private PredictAnswer all(PredictOrder order, boolean decideOnly, String tenant, Optional<Instant> deadline) {
        ServedPool pool = served.find(order.pool());
        ServedFuser fuser = pool.fuser(order.allowStale());
        Optional<Policy> policy = policy(order, pool, fuser);
        Instant until = until(order, deadline);
        List<PredictRequest> requests = new ArrayList<>();
        for (int i = 0; i < order.inputs().size(); i++) {
            int at = i;
            requests.add(new PredictRequest(
                    order.pool(),
                    order.ids().map(all -> all.get(at)).orElseGet(ids),
                    order.inputs().get(i),
                    policy,
                    order.budget(),
                    decideOnly,
                    order.allowStale(),
                    tenant,
                    until));
        }
        if (requests.size() == 1) {
            Prediction only = predictor.predict(requests.get(0));
            return new PredictAnswer(order.pool(), only.policy(), List.of(only));
        }
        List<CompletableFuture<Object>> answers = new ArrayList<>();
        for (PredictRequest request : requests) {
            answers.add(submit(request));
        }
        List<Object> results = answers.stream().map(BatchPredictor::joined).toList();
        String name = results.stream()
                .filter(Prediction.class::isInstance)
                .map(result -> ((Prediction) result).policy())
                .findFirst()
                .or(() -> policy.map(Policy::name))
                .orElse(null);
        return new PredictAnswer(order.pool(), name, results);
    }

    private static Optional<Policy> policy(PredictOrder order, ServedPool pool, ServedFuser fuser) {
        Optional<Policy> policy = order.policy()
                .or(() -> pool.record().defaultPolicy())
                .map(node ->
                        PolicyReader.read(priced(node, fuser), fuser.council().pool()));
        if (order.maxLoss().isEmpty()) {
            return policy;
        }
        Policy said = policy.orElseGet(() -> new Policy.FoeFrugal(0, Caps.NONE));
        if (!(said instanceof Policy.FoeFrugal frugal)) {
            throw Failures.invalid("/max_loss", "works with foe_frugal, the policy is " + said.name());
        }
        return Optional.of(
                new Policy.FoeFrugal(fuser.lambdaOfLoss(order.maxLoss().get()), frugal.caps()));
    }

    /** A frugal policy without a price takes the fuser's own. */
    private static JsonNode priced(JsonNode node, ServedFuser fuser) {
        boolean frugal = "foe_frugal"
                .equals(node.isTextual() ? node.asText() : node.path("name").asText());
        if (!frugal || node.has("lambda")) {
            return node;
        }
        ObjectNode full = node instanceof ObjectNode object
                ? object.deepCopy()
                : JsonNodeFactory.instance.objectNode().put("name", "foe_frugal");
        return full.put("lambda", fuser.record().settings().lambda());
    }

    /** When all workers are busy the caller's own thread does it. */
    private CompletableFuture<Object> submit(PredictRequest request) {
        try {
            return CompletableFuture.supplyAsync(() -> one(request), workers);
        } catch (RejectedExecutionException full) {
            CompletableFuture<Object> done = new CompletableFuture<>();
            try {
                done.complete(one(request));
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
            return done;
        }
    }

    private Object one(PredictRequest request) {
        try {
            return predictor.predict(request);
        } catch (MeshException e) {
            if (e.code().filter(OF_ONE_INPUT::contains).isPresent()) {
                return new PredictAnswer.Failed(
                        request.id(), new PredictAnswer.Reason(e.code().get(), e.getMessage()));
            }
            throw e;
        }
    }

    private Instant until(PredictOrder order, Optional<Instant> deadline) {
        Instant now = clock.instant();
        Instant own = now.plus(order.deadlineMs().map(Duration::ofMillis).orElse(settings.deadline()));
        return deadline.filter(given -> order.deadlineMs().isEmpty() || given.isBefore(own))
                .orElse(own);
    }

    private static Object joined(CompletableFuture<Object> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new MeshException(ProblemSlug.INTERNAL, "an input could not be answered", e);
        }
    }
}
