package dev.majlis.trainer.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.cappy.train.ScorerTrainingSpec;
import dev.majlis.mesh.error.MeshException;
import java.util.List;

/** The parameters of {@link ScorerTask}: names, ranges and defaults. */
final class ScorerParameters {
    static final String VALIDATION_SHARE = "validationShare";

    private static final ScorerTrainingSpec USUAL = ScorerTrainingSpec.defaults();
    private static final ParameterTable TABLE = training(new ParameterTable(), USUAL)
            .whole("epochs", 1, 1_000, USUAL.epochs())
            .whole("validateEvery", 0, 1_000_000, USUAL.validateEvery())
            .number(VALIDATION_SHARE, 0, .5, 0);

    private ScorerParameters() {}

    /** What every training of a scorer can be told. */
    static ParameterTable training(ParameterTable table, ScorerTrainingSpec usual) {
        return table.whole("batchSize", 1, 4_096, usual.batchSize())
                .whole("maxTokens", 8, 8_192, usual.maxTokens())
                .whole("microTokens", 8, 1 << 20, usual.microTokens())
                .whole("trainedLayers", 0, 1_000, usual.trainedLayers())
                .number("learningRate", 1e-9, .5, usual.peak())
                .number("warmUp", 0, 1, usual.warmUp())
                .whole("checkpointEvery", 1, 1_000_000, usual.checkpointEvery());
    }

    static ObjectNode complete(ObjectNode given) {
        ObjectNode all = TABLE.complete(given, List.of());
        requireRoom(all);
        return all;
    }

    static void requireRoom(ObjectNode all) {
        if (all.get("microTokens").intValue() < all.get("maxTokens").intValue()) {
            throw MeshException.invalid(
                    "/parameters/microTokens",
                    "must be at least maxTokens, which is "
                            + all.get("maxTokens").intValue());
        }
    }

    static ScorerTrainingSpec spec(ObjectNode all, long seed, int threads) {
        return new ScorerTrainingSpec(
                all.get("maxTokens").intValue(),
                all.get("trainedLayers").intValue(),
                all.path("epochs").asInt(1),
                all.get("batchSize").intValue(),
                all.get("microTokens").intValue(),
                all.get("learningRate").doubleValue(),
                all.get("warmUp").doubleValue(),
                all.path("validateEvery").asInt(0),
                all.get("checkpointEvery").intValue(),
                seed,
                threads);
    }
}
