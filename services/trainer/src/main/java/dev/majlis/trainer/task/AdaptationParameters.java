package dev.majlis.trainer.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.cappy.adapt.Adaptation;
import dev.majlis.cappy.plan.Schedule;
import dev.majlis.cappy.plan.TrainingPlan;
import dev.majlis.cappy.rouge.RougeMode;
import dev.majlis.cappy.train.ScorerTrainingSpec;
import dev.majlis.mesh.error.MeshException;
import java.util.List;
import java.util.Optional;

/** The parameters of {@link AdaptationTask}: names, ranges and defaults. */
final class AdaptationParameters {
    private static final String GENERATOR = "generator";
    private static final int MICRO_BATCH =
            TrainingPlan.published(Schedule.OFFICIAL).microBatch();
    private static final ParameterTable TABLE = ScorerParameters.training(
                    new ParameterTable(),
                    ScorerTrainingSpec.defaults().withTokens(256, 4096).withPauses(0, 50))
            .whole("trainSize", 1, 1_000_000, 12_800)
            .number("holdout", .05, .5, .2)
            .word("rougeMode", RougeMode.COMPAT.wireName(), RougeMode.UNICODE.wireName())
            .word("schedule", Schedule.UPDATES.wireName(), Schedule.OFFICIAL.wireName());

    private AdaptationParameters() {}

    static ObjectNode complete(ObjectNode given) {
        ObjectNode all = TABLE.complete(given, List.of(GENERATOR));
        ScorerParameters.requireRoom(all);
        if (given.hasNonNull(GENERATOR)) {
            all.set(GENERATOR, GeneratorSpec.of(given.get(GENERATOR)).json());
        }
        if (official(all) && stretch(all) < 1) {
            throw MeshException.invalid(
                    "/parameters/schedule",
                    "official needs batchSize × warmUp of at least %d, or its warm-up would end"
                            .formatted(MICRO_BATCH));
        }
        return all;
    }

    static Optional<GeneratorSpec> generator(ObjectNode all) {
        return Optional.ofNullable(all.get(GENERATOR)).map(GeneratorSpec::of);
    }

    static Adaptation.Settings settings(ObjectNode all, long seed) {
        return new Adaptation.Settings(
                all.get("holdout").doubleValue(),
                all.get("trainSize").intValue(),
                RougeMode.of(all.get("rougeMode").textValue()).orElseThrow(),
                seed);
    }

    static ScorerTrainingSpec spec(ObjectNode all, long seed, int threads) {
        ScorerTrainingSpec spec = ScorerParameters.spec(all, seed, threads);
        if (!official(all)) {
            return spec;
        }
        // laid out over micro-batches but advanced once an update: it never leaves its warm-up (cappy.md §5 item 1)
        return new ScorerTrainingSpec(
                spec.maxTokens(),
                spec.trainedLayers(),
                spec.epochs(),
                spec.batchSize(),
                spec.microTokens(),
                spec.peak() / stretch(all),
                1,
                spec.validateEvery(),
                spec.checkpointEvery(),
                seed,
                threads);
    }

    private static boolean official(ObjectNode all) {
        return all.get("schedule").textValue().equals(Schedule.OFFICIAL.wireName());
    }

    /** Length of the official warm-up in runs. */
    private static double stretch(ObjectNode all) {
        return all.get("warmUp").doubleValue() * all.get("batchSize").intValue() / MICRO_BATCH;
    }
}
