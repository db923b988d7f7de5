package dev.majlis.trainer.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.nn.train.AdamWSettings;
import dev.majlis.nn.train.LearningRate;
import dev.majlis.nn.train.TrainingResult;
import dev.majlis.nn.train.TrainingSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What every training of a perceptron can be told. */
final class PerceptronParameters {
    static final String VALIDATION_SHARE = "validationShare";

    private PerceptronParameters() {}

    static ParameterTable table(
            int epochs, int batchSize, double rate, double decay, int patience, List<Integer> hidden) {
        return new ParameterTable()
                .whole("epochs", 1, 1_000, epochs)
                .whole("batchSize", 1, 4_096, batchSize)
                .number("learningRate", 1e-9, 5, rate)
                .number("weightDecay", 0, 10, decay)
                .word("schedule", "cosine", "linear", "constant")
                .wholes("hidden", 1, 16_384, 0, 8, hidden)
                .number("dropout", 0, .9, 0)
                .number(VALIDATION_SHARE, 0, .5, .1)
                .whole("patience", 0, 1_000, patience)
                .whole("checkpointEvery", 1, 1_000_000, 500);
    }

    static TrainingSettings settings(ObjectNode all, long seed) {
        double peak = all.get("learningRate").doubleValue();
        int batch = all.get("batchSize").intValue();
        return TrainingSettings.defaults()
                .withEpochs(all.get("epochs").intValue())
                .withBatch(batch, batch, batch)
                .withLearningRate(
                        switch (all.get("schedule").textValue()) {
                            case "linear" -> LearningRate.linear(peak, 0);
                            case "constant" -> LearningRate.constant(peak);
                            default -> LearningRate.cosine(peak, 0);
                        })
                .withAdamW(AdamWSettings.defaults()
                        .withWeightDecay(all.get("weightDecay").doubleValue()))
                .withSeed(seed)
                .withEvaluation(0, all.get("patience").intValue())
                .withCheckpoints(all.get("checkpointEvery").intValue(), 2);
    }

    static List<Integer> wholes(ObjectNode all, String name) {
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode number : all.get(name)) {
            numbers.add(number.intValue());
        }
        return numbers;
    }

    /** Figures of a run; no loss when nothing was left to do after a restart. */
    static Map<String, Double> metrics(TrainingResult result, int train, int heldOut) {
        Map<String, Double> metrics = new HashMap<>();
        metrics.put("updates", (double) result.updates());
        metrics.put("rows", (double) train + heldOut);
        metrics.put("trainRows", (double) train);
        metrics.put("validationRows", (double) heldOut);
        if (Double.isFinite(result.loss())) {
            metrics.put("loss", result.loss());
        }
        result.bestValidationLoss().ifPresent(loss -> metrics.put("validationLoss", loss));
        return metrics;
    }
}
