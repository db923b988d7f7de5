package dev.majlis.foe.kafka;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.expert.CallFailures;
import dev.majlis.foe.expert.ExpertInput;
import dev.majlis.foe.host.ExpertAnswer;
import dev.majlis.foe.host.HostedClassifier;
import dev.majlis.foe.host.HostedOperation;
import dev.majlis.foe.remote.ExpertProtocol;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.work.BatchWorker;
import dev.majlis.mesh.work.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** {@code foe-expert.<model>}: {@code {"input": …}} in, probabilities, version and cost out; whole batches by one version. */
final class ExpertWorker implements BatchWorker<JsonNode, ExpertAnswer> {
    private final String model;
    private final AtomicReference<Optional<HostedClassifier>> served;

    ExpertWorker(String model, HostedClassifier first) {
        this.model = requireNonNull(model, "model is null");
        this.served = new AtomicReference<>(Optional.of(first));
    }

    /** From the next batch on. */
    void serve(HostedClassifier next) {
        served.set(Optional.of(next));
    }

    void withdraw() {
        served.set(Optional.empty());
    }

    Optional<String> version() {
        return served.get().map(classifier -> classifier.version().version());
    }

    @Override
    public Operation operation() {
        return HostedOperation.of(model);
    }

    @Override
    public Class<JsonNode> input() {
        return JsonNode.class;
    }

    @Override
    public String outputSchema() {
        return ExpertProtocol.ANSWER;
    }

    @Override
    public List<ExpertAnswer> handle(List<Task<JsonNode>> tasks) {
        HostedClassifier classifier = served.get().orElseThrow(() -> new MeshException(
                        ProblemSlug.UNKNOWN_MODEL, "expert " + model + " was withdrawn from the registry")
                .withCode("UNKNOWN_MODEL"));
        List<String> texts = tasks.stream().map(task -> text(task.input())).toList();
        long begun = System.nanoTime();
        float[][] probabilities = classifier.probabilities(texts);
        var cost = new ExpertAnswer.Cost((System.nanoTime() - begun) / 1e6 / tasks.size());
        List<ExpertAnswer> answers = new ArrayList<>();
        for (float[] row : probabilities) {
            answers.add(new ExpertAnswer(row, classifier.version().version(), cost));
        }
        return answers;
    }

    private static String text(JsonNode question) {
        if (!question.hasNonNull("input")) {
            throw CallFailures.badInput("/input is missing");
        }
        return new ExpertInput(question.get("input")).text();
    }
}
