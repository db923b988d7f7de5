package dev.majlis.trainer.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.cappy.adapt.Adaptation;
import dev.majlis.cappy.adapt.AdaptationPhase;
import dev.majlis.cappy.adapt.AdaptationReport;
import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.generate.Generator;
import dev.majlis.cappy.generate.Sampling;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.trainer.data.Examination;
import dev.majlis.trainer.data.Row;
import dev.majlis.trainer.job.JobPhase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Adapts a scorer to a task and proves on held-out items what that gained (cappy.md §3.2, §7): candidates come with the rows or from a
 * language model of the mesh. What has no proof cannot be published.
 */
public final class AdaptationTask implements TrainingTask {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Generators generators;
    private final Clock clock;

    public AdaptationTask(Generators generators, Clock clock) {
        this.generators = requireNonNull(generators, "generators is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public String name() {
        return "cappy-adapt";
    }

    @Override
    public ObjectNode parameters(ObjectNode given) {
        return AdaptationParameters.complete(given);
    }

    @Override
    public void check(Row row) {
        AdaptationRows.read(row, true);
    }

    @Override
    public Examination examine(ObjectNode parameters, long seed) {
        return new AdaptationExamination(parameters, seed);
    }

    @Override
    public TrainingOutcome run(TrainingContext context) {
        Optional<GeneratorSpec> generator = AdaptationParameters.generator(context.parameters());
        List<Example> read = new ArrayList<>();
        context.rows().accept(row -> read.add(AdaptationRows.read(row, generator.isPresent())));
        Optional<List<Example>> items =
                generator.isPresent() ? generated(read, generator.get(), context) : Optional.of(read);
        if (items.isEmpty()) {
            return new TrainingOutcome.Cancelled();
        }
        Adaptation.Settings settings = AdaptationParameters.settings(context.parameters(), context.seed());
        Optional<AdaptationReport> report = new Adaptation(
                        context.base(),
                        settings,
                        AdaptationParameters.spec(context.parameters(), context.seed(), context.threads()))
                .run(
                        items.get(),
                        context.checkpoints().resolve("training"),
                        context.out(),
                        phase -> context.phase().accept(JobPhase.of(phase.name())),
                        progress -> context.progress().accept(ScorerTask.progress(progress)),
                        context.cancelled());
        return report.<TrainingOutcome>map(proof -> new TrainingOutcome.Trained(
                        "pair-scorer",
                        "regression01",
                        ProofFigures.metrics(proof),
                        ProofFigures.json(
                                proof, settings, read.size() - items.get().size()),
                        proof.hindrance()))
                .orElseGet(TrainingOutcome.Cancelled::new);
    }

    /** Rows with the candidates that they lack; those whose candidates could not be written are left out. Nothing when cancelled. */
    private Optional<List<Example>> generated(List<Example> rows, GeneratorSpec spec, TrainingContext context) {
        List<Example> bare =
                rows.stream().filter(row -> row.samples().isEmpty()).toList();
        if (bare.isEmpty()) {
            return Optional.of(rows);
        }
        String phase = AdaptationPhase.GENERATING.name();
        long wanted = bare.stream().map(Example::instruction).distinct().count();
        long step = Math.max(1, wanted / 100);
        context.phase().accept(new JobPhase(phase, 0, wanted));
        Path file = context.checkpoints().resolve("samples.jsonl");
        Generator generator = new KeptSamples(
                generators.open(spec.operation(), spec.model(), spec.maxNewTokens()),
                file,
                context.cancelled(),
                done -> {
                    if (done % step == 0 || done == wanted) {
                        context.phase().accept(new JobPhase(phase, done, wanted));
                    }
                });
        try {
            List<Example> written = new Sampling(generator, spec.decodings(), spec.inFlight(), PATIENCE, clock)
                    .of(bare, context.seed())
                    .examples();
            return Optional.of(
                    Stream.concat(rows.stream().filter(row -> !row.samples().isEmpty()), written.stream())
                            .filter(row -> !row.samples().isEmpty())
                            .toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MeshException(ProblemSlug.CANCELLED, "stopped while candidates were written", e);
        } catch (MeshException e) {
            if (context.cancelled().getAsBoolean()) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
