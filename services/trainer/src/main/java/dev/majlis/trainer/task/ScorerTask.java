package dev.majlis.trainer.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.cappy.data.LabelledPair;
import dev.majlis.cappy.data.Origin;
import dev.majlis.cappy.train.ScorerTraining;
import dev.majlis.nn.train.TrainingProgress;
import dev.majlis.nn.train.TrainingResult;
import dev.majlis.trainer.data.Row;
import dev.majlis.trainer.job.JobProgress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Trains an encoder with one output on rows {@code {instruction, response, label}}, label from 0 to 1 (cappy.md §3). */
public final class ScorerTask implements TrainingTask {
    private static final int LONGEST_TEXT = 100_000;

    @Override
    public String name() {
        return "scorer";
    }

    @Override
    public List<String> aliases() {
        return List.of("text-regression");
    }

    @Override
    public ObjectNode parameters(ObjectNode given) {
        return ScorerParameters.complete(given);
    }

    @Override
    public void check(Row row) {
        pair(row);
    }

    @Override
    public TrainingOutcome run(TrainingContext context) {
        List<LabelledPair> train = new ArrayList<>();
        context.rows().accept(row -> train.add(pair(row)));
        List<LabelledPair> heldOut = HeldOut.takeFrom(
                train,
                context.parameters().get(ScorerParameters.VALIDATION_SHARE).doubleValue(),
                context.seed());
        TrainingResult result = new ScorerTraining(
                        context.base(), ScorerParameters.spec(context.parameters(), context.seed(), context.threads()))
                .run(
                        train,
                        heldOut,
                        context.checkpoints(),
                        context.out(),
                        progress -> context.progress().accept(progress(progress)),
                        context.cancelled());
        if (result.end() == TrainingResult.End.CANCELLED) {
            return new TrainingOutcome.Cancelled();
        }
        return new TrainingOutcome.Trained("pair-scorer", "regression01", metrics(result, train, heldOut));
    }

    private static Map<String, Double> metrics(
            TrainingResult result, List<LabelledPair> train, List<LabelledPair> heldOut) {
        Map<String, Double> metrics = new HashMap<>();
        metrics.put("updates", (double) result.updates());
        metrics.put("trainRows", (double) train.size());
        metrics.put("validationRows", (double) heldOut.size());
        // not known when nothing was left to do after a restart
        if (Double.isFinite(result.loss())) {
            metrics.put("loss", result.loss());
        }
        result.bestValidationLoss().ifPresent(loss -> metrics.put("validationLoss", loss));
        return metrics;
    }

    static JobProgress progress(TrainingProgress progress) {
        return new JobProgress(
                progress.update(),
                progress.totalUpdates(),
                progress.epoch(),
                progress.loss(),
                progress.learningRate(),
                progress.tokensPerSecond(),
                progress.remaining().toMillis() / 1e3,
                progress.validationLoss().isPresent()
                        ? progress.validationLoss().getAsDouble()
                        : null);
    }

    private static LabelledPair pair(Row row) {
        return new LabelledPair(
                text(row, "instruction"),
                text(row, "response"),
                label(row.fields().path("label")),
                Origin.SAMPLE);
    }

    static String text(Row row, String name) {
        JsonNode value = row.fields().path(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(
                    name + (value.isMissingNode() || value.isNull() ? " is missing" : " is no text"));
        }
        if (value.textValue().length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("%s has %d characters, the limit is %d"
                    .formatted(name, value.textValue().length(), LONGEST_TEXT));
        }
        return value.textValue();
    }

    private static double label(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            throw new IllegalArgumentException("label is missing");
        }
        double label = Double.NaN;
        try {
            label = value.isTextual() ? Double.parseDouble(value.textValue().strip()) : value.asDouble(Double.NaN);
        } catch (NumberFormatException e) {
            // said below
        }
        if (value.isContainerNode() || value.isBoolean() || !(label >= 0 && label <= 1)) {
            String seen = value.toString();
            throw new IllegalArgumentException("label is %s, expected a number from 0 to 1"
                    .formatted(seen.length() > 40 ? seen.substring(0, 40) + "…" : seen));
        }
        return label;
    }
}
