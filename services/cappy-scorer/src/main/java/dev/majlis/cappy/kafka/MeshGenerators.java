package dev.majlis.cappy.kafka;

import dev.majlis.cappy.data.Sample;
import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.generate.Decoding;
import dev.majlis.cappy.generate.MeshGenerator;
import dev.majlis.cappy.policy.Answer;
import dev.majlis.cappy.sample.GeneratorRequest;
import dev.majlis.cappy.sample.Generators;
import dev.majlis.cappy.score.Awaited;
import dev.majlis.cappy.score.RequestTerms;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.envelope.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Samples from {@code <service>.chat} of the mesh. */
@ApplicationScoped
public class MeshGenerators implements Generators {
    private final Instance<Mesh> mesh;
    private final Clock clock;

    @Inject
    public MeshGenerators(Instance<Mesh> mesh, Clock clock) {
        this.mesh = mesh;
        this.clock = clock;
    }

    @Override
    public List<Answer> sample(
            GeneratorRequest request, List<Decoding> decodings, String instruction, long seed, RequestTerms terms) {
        var generator = new MeshGenerator(
                mesh.get().client(),
                request.operation(),
                request.model(),
                request.maxNewTokens(),
                terms.interactive() ? Priority.INTERACTIVE : Priority.BATCH);
        List<Sample> samples = Awaited.on(
                generator.sample(instruction, decodings, seed, terms.deadline()), Optional.of(terms.deadline()), clock);
        if (samples.isEmpty()) {
            throw Failures.emptyBatch("/candidates");
        }
        return samples.stream().map(Answer::of).toList();
    }
}
