package dev.majlis.trainer.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.nn.NnException;
import dev.majlis.nn.mlp.MlpConfig;
import java.util.List;

/** The parameters of {@link FuserTask}: names, ranges and defaults. */
final class FuserParameters {
    private static final String CLASSES = "classes";
    private static final ParameterTable TABLE = PerceptronParameters.table(20, 128, 1e-3, 1e-3, 5, List.of(256, 256))
            .wholes("blocks", 1, 1 << 20, 1, MlpConfig.MOST_BLOCKS, List.of())
            .whole(CLASSES, 2, 1 << 16, 2)
            .flag("masked", true)
            .wholes("standardise", 0, MlpConfig.MOST_BLOCKS - 1L, 0, MlpConfig.MOST_BLOCKS, List.of());

    private FuserParameters() {}

    static ObjectNode complete(ObjectNode given) {
        ObjectNode all = TABLE.complete(given, List.of());
        if (!given.hasNonNull(CLASSES)) {
            throw MeshException.invalid("/parameters/classes", "is required");
        }
        try {
            config(all, 0);
        } catch (NnException e) {
            throw MeshException.invalid("/parameters", e.getMessage());
        }
        return all;
    }

    static MlpConfig config(ObjectNode all, long seed) {
        return new MlpConfig(
                PerceptronParameters.wholes(all, "blocks"),
                all.get("masked").booleanValue(),
                PerceptronParameters.wholes(all, "hidden"),
                all.get(CLASSES).intValue(),
                all.get("dropout").doubleValue(),
                PerceptronParameters.wholes(all, "standardise"),
                seed);
    }
}
