package dev.majlis.cappy.kafka;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.cappy.policy.Answer;
import dev.majlis.cappy.policy.Answers;
import dev.majlis.cappy.sample.DecodingSettings;
import dev.majlis.cappy.sample.GeneratorRequest;
import dev.majlis.cappy.sample.GeneratorRequest.Decoding;
import dev.majlis.cappy.sample.Generators;
import dev.majlis.cappy.score.Awaited;
import dev.majlis.cappy.score.RequestTerms;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.client.Reply;
import dev.majlis.mesh.council.CandidateSet;
import dev.majlis.mesh.envelope.Hop;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Samples from {@code <service>.chat} of the mesh, one call for each decoding, all at the same time. */
@ApplicationScoped
public class MeshGenerators implements Generators {
    private static final String SCHEMA = "chat-request";

    private final Instance<Mesh> mesh;
    private final Clock clock;

    @Inject
    public MeshGenerators(Instance<Mesh> mesh, Clock clock) {
        this.mesh = mesh;
        this.clock = clock;
    }

    @Override
    public List<Answer> sample(GeneratorRequest request, String instruction, long seed, RequestTerms terms) {
        List<CompletionStage<Reply>> calls = new ArrayList<>();
        int before = 0;
        for (Decoding decoding : request.decodings()) {
            // each decoding draws from its own stretch of seeds: the generator gives sample i the seed + i
            calls.add(mesh.get().client().call(call(request, decoding, instruction, seed + before, terms)));
            before += decoding.samples();
        }
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            CandidateSet set = Awaited.on(calls.get(i), Optional.of(terms.deadline()), clock)
                    .as(CandidateSet.class);
            answers.addAll(
                    Answers.of(set, Optional.of(request.decodings().get(i).name())));
        }
        return answers;
    }

    private static Call call(
            GeneratorRequest request, Decoding decoding, String instruction, long seed, RequestTerms terms) {
        DecodingSettings settings = decoding.settings();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        request.model().ifPresent(model -> body.put("model", model));
        body.putArray("messages").addObject().put("role", "user").put("content", instruction);
        body.put("n", decoding.samples())
                .put("max_tokens", request.maxNewTokens())
                .put("temperature", settings.temperature())
                .put("top_p", settings.topP())
                .put("top_k", settings.topK())
                .put("seed", seed);
        ObjectNode parameters = JsonNodeFactory.instance.objectNode();
        parameters.put("endpoint", "chat").put("output", "candidates").put("n", decoding.samples());
        return Call.of(new Hop(request.operation(), parameters), body, SCHEMA, terms.deadline());
    }
}
