package dev.majlis.cappy.generate;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.cappy.data.Sample;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.client.MeshClient;
import dev.majlis.mesh.client.Reply;
import dev.majlis.mesh.council.Candidate;
import dev.majlis.mesh.council.CandidateSet;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.Priority;
import dev.majlis.mesh.envelope.RoutingSlip;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Samples from {@code <service>.chat} of the mesh: one call for each decoding, all at the same time. Thread-safe. */
public final class MeshGenerator implements Generator {
    private static final String SCHEMA = "chat-request";

    private final MeshClient client;
    private final Operation operation;
    private final Optional<String> model;
    private final int maxNewTokens;
    private final Priority priority;

    /**
     * @param operation that answers chats with candidate sets, {@code jais-chat.chat} for example
     * @param model of the generator; empty for its default
     * @param maxNewTokens of one response
     * @param priority batch work lets people go first
     */
    public MeshGenerator(
            MeshClient client, Operation operation, Optional<String> model, int maxNewTokens, Priority priority) {
        this.client = requireNonNull(client, "client is null");
        this.operation = requireNonNull(operation, "operation is null");
        this.model = requireNonNull(model, "model is null");
        this.priority = requireNonNull(priority, "priority is null");
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException("maxNewTokens must be at least 1, got " + maxNewTokens);
        }
        this.maxNewTokens = maxNewTokens;
    }

    @Override
    public CompletionStage<List<Sample>> sample(
            String instruction, List<Decoding> decodings, long seed, Instant deadline) {
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        long next = seed;
        for (Decoding decoding : decodings) {
            // each decoding draws from its own stretch of seeds: the generator gives sample i the seed + i
            replies.add(client.call(call(decoding, instruction, next, deadline)).toCompletableFuture());
            next += decoding.samples();
        }
        return CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    List<Sample> samples = new ArrayList<>();
                    for (int i = 0; i < replies.size(); i++) {
                        String name = decodings.get(i).name();
                        replies.get(i).join().as(CandidateSet.class).candidates().stream()
                                .map(candidate -> sample(name, candidate))
                                .forEach(samples::add);
                    }
                    return samples;
                });
    }

    private static Sample sample(String decoding, Candidate candidate) {
        return new Sample(
                decoding,
                candidate.text(),
                candidate.tokens(),
                Optional.ofNullable(candidate.logLikelihoodSum()),
                Optional.ofNullable(candidate.logLikelihoodMean()));
    }

    private Call call(Decoding decoding, String instruction, long seed, Instant deadline) {
        DecodingSettings settings = decoding.settings();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        model.ifPresent(name -> body.put("model", name));
        body.putArray("messages").addObject().put("role", "user").put("content", instruction);
        body.put("n", decoding.samples())
                .put("max_tokens", maxNewTokens)
                .put("temperature", settings.temperature())
                .put("top_p", settings.topP())
                .put("top_k", settings.topK())
                .put("seed", seed);
        ObjectNode parameters = JsonNodeFactory.instance
                .objectNode()
                .put("endpoint", "chat")
                .put("output", "candidates")
                .put("n", decoding.samples());
        return new Call(
                RoutingSlip.of(new Hop(operation, parameters)),
                body,
                SCHEMA,
                "default",
                Optional.empty(),
                Optional.empty(),
                deadline,
                priority,
                Optional.empty(),
                Optional.empty());
    }
}
