package dev.majlis.foe.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.expert.CallFailures;
import dev.majlis.foe.expert.CallOutcome;
import dev.majlis.foe.expert.Embedder;
import dev.majlis.foe.expert.EmbeddingSource;
import dev.majlis.foe.expert.Endpoint;
import dev.majlis.foe.expert.ExpertClient;
import dev.majlis.foe.expert.ExpertInput;
import dev.majlis.foe.expert.MeasuredCosts;
import dev.majlis.foe.expert.PromptVectors;
import dev.majlis.foe.expert.Protocol;
import dev.majlis.foe.expert.RegisteredExpert;
import dev.majlis.foe.expert.Said;
import dev.majlis.foe.expert.SaidFeatures;
import dev.majlis.foe.pool.ExpertKind;
import dev.majlis.foe.remote.HttpExperts;
import dev.majlis.foe.remote.Protocols;
import dev.majlis.mesh.error.MeshException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Asks experts over the mesh and over HTTP at the same time. Each call ends at the earlier of the common deadline and the expert's own
 * timeout; a late one is cancelled where it runs. Vectors of the input are made while the experts think, those of their texts
 * in one batch afterwards.
 */
@ApplicationScoped
public class MeshExpertClient implements ExpertClient {
    private final MeshQuestions mesh;
    private final HttpExperts http;
    private final Embedder embedder;
    private final PromptVectors prompts;
    private final MeasuredCosts costs;
    private final Clock clock;

    @Inject
    public MeshExpertClient(MeshQuestions mesh, HttpExperts http, Embedder embedder, MeasuredCosts costs, Clock clock) {
        this.mesh = mesh;
        this.http = http;
        this.embedder = embedder;
        this.prompts = new PromptVectors(embedder);
        this.costs = costs;
        this.clock = clock;
    }

    @Override
    public List<CallOutcome> ask(List<RegisteredExpert> experts, JsonNode input, String tenant, Instant deadline) {
        var asked = new ExpertInput(input);
        List<RunningCall> calls = experts.stream()
                .map(expert -> begin(expert, asked, tenant, deadline))
                .toList();
        Supplier<float[]> prompt = promptVector(experts, asked);
        List<RunningCall.End> ends = calls.stream().map(RunningCall::await).toList();
        Map<Integer, float[]> written = new HashMap<>();
        Optional<MeshException> unwritten = embedTexts(experts, ends, written);
        List<CallOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < ends.size(); i++) {
            Supplier<float[]> text = textVector(written, i, unwritten);
            outcomes.add(outcome(experts.get(i), ends.get(i), prompt, text));
        }
        return outcomes;
    }

    private RunningCall begin(RegisteredExpert expert, ExpertInput input, String tenant, Instant deadline) {
        long begun = System.nanoTime();
        Instant now = clock.instant();
        Instant own = now.plus(expert.timeout());
        Instant until = own.isBefore(deadline) ? own : deadline;
        Duration left = Duration.between(now, until);
        Protocol protocol = Protocols.of(expert.endpoint());
        return new RunningCall(protocol, left, begun, asked(expert, protocol, input, tenant, until, left));
    }

    private CompletableFuture<Supplier<JsonNode>> asked(
            RegisteredExpert expert,
            Protocol protocol,
            ExpertInput input,
            String tenant,
            Instant until,
            Duration left) {
        if (left.isNegative() || left.toMillis() == 0) {
            return CompletableFuture.failedFuture(
                    CallFailures.timeout("the deadline had passed before the expert was asked"));
        }
        try {
            JsonNode question = protocol.question(input);
            Optional<URI> address = HttpExperts.address(expert.endpoint());
            return address.isPresent()
                    ? posted(http.post(address.get(), question, left))
                    : mesh.ask(expert.endpoint(), question, tenant, until);
        } catch (MeshException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Who cancels the answer breaks the call off. */
    private static CompletableFuture<Supplier<JsonNode>> posted(CompletableFuture<JsonNode> call) {
        CompletableFuture<Supplier<JsonNode>> answer = call.thenApply(json -> () -> json);
        var unused = answer.whenComplete((json, failure) -> {
            if (answer.isCancelled()) {
                call.cancel(true);
            }
        });
        return answer;
    }

    /** Made at once when one of the experts wants it; a failure is told to each that does. */
    private Supplier<float[]> promptVector(List<RegisteredExpert> experts, ExpertInput input) {
        if (experts.stream().noneMatch(expert -> source(expert) == EmbeddingSource.PROMPT)) {
            return () -> new float[0];
        }
        try {
            float[] vector = prompts.of(input.text());
            return vector::clone;
        } catch (MeshException e) {
            return () -> {
                throw e;
            };
        }
    }

    private Optional<MeshException> embedTexts(
            List<RegisteredExpert> experts, List<RunningCall.End> ends, Map<Integer, float[]> into) {
        List<Integer> places = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < ends.size(); i++) {
            if (source(experts.get(i)) == EmbeddingSource.OUTPUT) {
                Optional<String> text = ends.get(i).said().flatMap(Said::text);
                if (text.isPresent()) {
                    places.add(i);
                    texts.add(text.get());
                }
            }
        }
        if (texts.isEmpty()) {
            return Optional.empty();
        }
        try {
            float[][] vectors = embedder.embed(texts);
            for (int i = 0; i < vectors.length; i++) {
                into.put(places.get(i), vectors[i]);
            }
            return Optional.empty();
        } catch (MeshException e) {
            return Optional.of(e);
        }
    }

    private static Supplier<float[]> textVector(
            Map<Integer, float[]> written, int place, Optional<MeshException> failure) {
        return () -> {
            failure.ifPresent(why -> {
                throw why;
            });
            return Optional.ofNullable(written.get(place))
                    .orElseThrow(() -> CallFailures.badAnswer("the expert wrote no text"));
        };
    }

    private CallOutcome outcome(
            RegisteredExpert expert, RunningCall.End end, Supplier<float[]> prompt, Supplier<float[]> text) {
        if (end.said().isEmpty()) {
            Throwable failure = end.failure().orElseThrow();
            return new CallOutcome.Failed(CallFailures.code(failure), CallFailures.detail(failure), end.took());
        }
        Said said = end.said().get();
        try {
            requireVersion(expert, said);
            float[] features =
                    switch (source(expert)) {
                        case ENDPOINT -> SaidFeatures.of(expert.expert(), said);
                        case PROMPT -> SaidFeatures.checked(expert.expert(), prompt.get());
                        case OUTPUT -> SaidFeatures.checked(expert.expert(), text.get());
                    };
            double ms = end.took().toNanos() / 1e6;
            return new CallOutcome.Answered(features, said.text(), costs.record(expert, ms, said), end.took());
        } catch (MeshException e) {
            return new CallOutcome.Failed(CallFailures.code(e), e.getMessage(), end.took());
        }
    }

    /** A hosted model is swapped while it serves: an answer of other weights is none of this expert (foe.md §7 Errors). */
    private static void requireVersion(RegisteredExpert expert, Said said) {
        if (expert.endpoint() instanceof Endpoint.Hosted) {
            said.version()
                    .filter(version -> !version.equals(expert.expert().version()))
                    .ifPresent(version -> {
                        throw CallFailures.changed(expert.expert().version(), version);
                    });
        }
    }

    /** Only a generator's columns may come from elsewhere than its own answer. */
    private static EmbeddingSource source(RegisteredExpert expert) {
        return expert.expert().kind() == ExpertKind.GENERATOR ? expert.features() : EmbeddingSource.ENDPOINT;
    }
}
