package dev.majlis.trainer.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.json.Json;
import dev.majlis.nn.classify.ClassifierReport;
import dev.majlis.nn.classify.ClassifierTraining;
import dev.majlis.nn.classify.LabelledText;
import dev.majlis.nn.classify.Ngrams;
import dev.majlis.trainer.data.Examination;
import dev.majlis.trainer.data.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains a classifier on rows {@code {text, label}}: softmax regression or a perceptron over n-grams, or over the embeddings of
 * a base model. It can be an expert of a fusion (foe.md §2.2).
 */
public final class ClassifierTask implements TrainingTask {

    @Override
    public String name() {
        return "text-classifier";
    }

    @Override
    public ObjectNode parameters(ObjectNode given) {
        return ClassifierParameters.complete(given);
    }

    @Override
    public boolean needsBase(ObjectNode parameters) {
        return ClassifierParameters.embeds(parameters);
    }

    @Override
    public void check(Row row) {
        read(row);
    }

    @Override
    public Examination examine(ObjectNode parameters, long seed) {
        return new ClassifierExamination(ClassifierParameters.labels(parameters));
    }

    @Override
    public TrainingOutcome run(TrainingContext context) {
        List<LabelledText> rows = new ArrayList<>();
        context.rows().accept(row -> rows.add(read(row)));
        ObjectNode parameters = context.parameters();
        List<String> given = ClassifierParameters.labels(parameters);
        List<String> labels = given.isEmpty() ? ClassifierLabels.sorted(rows) : given;
        if (!ClassifierParameters.embeds(parameters)) {
            return run(context, rows, labels, Optional.empty());
        }
        try (BaseEncoder encoder =
                BaseEncoder.open(context.base(), parameters.get("maxTokens").intValue(), context.threads())) {
            return run(context, rows, labels, Optional.of(encoder));
        }
    }

    private static TrainingOutcome run(
            TrainingContext context, List<LabelledText> rows, List<String> labels, Optional<BaseEncoder> encoder) {
        var training = new ClassifierTraining(
                ClassifierParameters.spec(context.parameters(), labels, context.seed(), context.threads()),
                encoder.isPresent()
                        ? encoder.get().features(context.model())
                        : new Ngrams(context.parameters().get("buckets").intValue()));
        return training.run(
                        rows,
                        context.checkpoints(),
                        context.out(),
                        progress -> context.progress().accept(ScorerTask.progress(progress)),
                        context.cancelled())
                .<TrainingOutcome>map(ClassifierTask::trained)
                .orElseGet(TrainingOutcome.Cancelled::new);
    }

    private static TrainingOutcome.Trained trained(ClassifierReport report) {
        Map<String, Double> metrics =
                PerceptronParameters.metrics(report.result(), report.trainRows(), report.heldOutRows());
        report.accuracy().ifPresent(value -> metrics.put("accuracy", value));
        report.logLoss().ifPresent(value -> metrics.put("logLoss", value));
        metrics.put("temperature", report.temperature());
        ObjectNode told = Json.mapper().createObjectNode();
        ObjectNode counts = told.putObject("counts");
        report.counts().keySet().stream()
                .sorted()
                .forEach(label -> counts.put(label, report.counts().get(label)));
        return new TrainingOutcome.Trained("text-classifier", "probabilities", metrics, told, Optional.empty());
    }

    /** @throws IllegalArgumentException saying what is wrong with the row */
    static LabelledText read(Row row) {
        JsonNode label = row.fields().path("label");
        if (label.isMissingNode() || label.isNull()) {
            throw new IllegalArgumentException("label is missing");
        }
        if (!label.isTextual() && !label.isIntegralNumber()) {
            throw new IllegalArgumentException("label is neither a text nor a whole number");
        }
        String name = label.asText().strip();
        ClassifierLabels.require(name);
        return new LabelledText(ScorerTask.text(row, "text"), name);
    }
}
