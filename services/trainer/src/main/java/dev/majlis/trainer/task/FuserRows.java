package dev.majlis.trainer.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.nn.NnException;
import dev.majlis.nn.mlp.MlpConfig;
import dev.majlis.nn.mlp.MlpExample;
import dev.majlis.trainer.data.Row;

/** Rows {@code {features: [[…] or null, …], target: class or distribution, weight?}} of {@link FuserTask}. */
final class FuserRows {
    private FuserRows() {}

    /** @throws IllegalArgumentException saying what is wrong with the row */
    static MlpExample read(Row row, MlpConfig config) {
        JsonNode features = row.fields().path("features");
        if (!features.isArray() || features.size() != config.blocks().size()) {
            throw new IllegalArgumentException("features is no array of %d blocks"
                    .formatted(config.blocks().size()));
        }
        float[][] blocks = new float[features.size()][];
        for (int k = 0; k < blocks.length; k++) {
            JsonNode block = features.get(k);
            blocks[k] = block.isNull()
                    ? null
                    : numbers("block " + k, block, config.blocks().get(k));
        }
        JsonNode weight = row.fields().path("weight");
        if (!weight.isMissingNode() && !weight.isNull() && !weight.isNumber()) {
            throw new IllegalArgumentException("weight is no number");
        }
        try {
            MlpExample example = MlpExample.ofBlocks(
                    config, blocks, target(row.fields().path("target"), config), weight.asDouble(1), row.line());
            example.require(config);
            return example;
        } catch (NnException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static float[] target(JsonNode target, MlpConfig config) {
        if (target.isIntegralNumber() && target.canConvertToInt()) {
            return MlpExample.oneHot(target.intValue(), config.classes());
        }
        return numbers("target", target, config.classes());
    }

    private static float[] numbers(String what, JsonNode array, int count) {
        if (!array.isArray() || array.size() != count) {
            throw new IllegalArgumentException("%s is no array of %d numbers".formatted(what, count));
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            if (!array.get(i).isNumber() || !Float.isFinite(array.get(i).floatValue())) {
                throw new IllegalArgumentException("%s has at %d no finite number".formatted(what, i));
            }
            values[i] = array.get(i).floatValue();
        }
        return values;
    }
}
