package dev.majlis.nn.classify;

import static java.util.Objects.requireNonNull;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import dev.majlis.nn.mlp.Mlp;
import dev.majlis.nn.mlp.MlpConfig;
import dev.majlis.nn.mlp.MlpExample;
import dev.majlis.nn.mlp.MlpInput;
import dev.majlis.nn.mlp.MlpTraining;
import dev.majlis.nn.train.TrainingProgress;
import dev.majlis.nn.train.TrainingResult;
import dev.majlis.nn.train.TrainingResult.End;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Trains a classifier of texts into a folder; broken off, it goes on from its last checkpoint. */
public final class ClassifierTraining {
    private static final int AT_ONCE = 64;

    private final ClassifierSpec spec;
    private final TextFeatures features;

    public ClassifierTraining(ClassifierSpec spec, TextFeatures features) {
        this.spec = requireNonNull(spec, "spec is null");
        this.features = requireNonNull(features, "features is null");
    }

    /**
     * Trains to the end, or until cancelled.
     *
     * @param rows whose labels are those of the specification
     * @param checkpoints folder of the run, the same after a restart
     * @param out folder for the files of the classifier and {@link TrainedInputs}; untouched when cancelled
     * @return nothing when cancelled
     * @throws NnException {@code INVALID} for an unknown label
     */
    public Optional<ClassifierReport> run(
            List<LabelledText> rows,
            Path checkpoints,
            Path out,
            Consumer<TrainingProgress> onProgress,
            BooleanSupplier cancelled) {
        long[] hashes = rows.stream().mapToLong(row -> InputHash.of(row.text())).toArray();
        Set<Long> heldOutHashes = heldOut(hashes);
        List<MlpExample> train = new ArrayList<>();
        List<MlpExample> heldOut = new ArrayList<>();
        List<MlpExample> all = examples(rows, cancelled);
        if (all.size() < rows.size()) {
            return Optional.empty();
        }
        for (int i = 0; i < hashes.length; i++) {
            (heldOutHashes.contains(hashes[i]) ? heldOut : train).add(all.get(i));
        }
        TrainingResult result = new MlpTraining(config(), spec.settings(), spec.threads())
                .run(train, heldOut, checkpoints, out, onProgress, cancelled);
        if (result.end() == End.CANCELLED) {
            return Optional.empty();
        }
        return Optional.of(finish(rows, hashes, train.size(), heldOut, out, result));
    }

    private MlpConfig config() {
        return MlpConfig.of(List.of(features.width()), spec.labels().size())
                .withHidden(spec.hidden(), spec.dropout())
                .withStandardised(features instanceof Embedding ? List.of(0) : List.of())
                .withSeed(spec.settings().seed());
    }

    /** Equal texts stay on the same side. */
    private Set<Long> heldOut(long[] hashes) {
        List<Long> distinct = new ArrayList<>();
        for (long hash : hashes) {
            distinct.add(hash);
        }
        distinct = new ArrayList<>(new HashSet<>(distinct));
        Collections.sort(distinct);
        Collections.shuffle(distinct, new Random(spec.settings().seed()));
        return Set.copyOf(distinct.subList(0, (int) Math.round(distinct.size() * spec.heldOutShare())));
    }

    /** @return fewer than rows when cancelled */
    private List<MlpExample> examples(List<LabelledText> rows, BooleanSupplier cancelled) {
        Map<String, Integer> classes = classes();
        List<MlpExample> examples = new ArrayList<>(rows.size());
        MlpConfig config = config();
        for (int from = 0; from < rows.size() && !cancelled.getAsBoolean(); from += AT_ONCE) {
            List<LabelledText> some = rows.subList(from, Math.min(rows.size(), from + AT_ONCE));
            List<MlpInput> inputs =
                    features.of(some.stream().map(LabelledText::text).toList());
            for (int i = 0; i < inputs.size(); i++) {
                Integer target = classes.get(some.get(i).label());
                if (target == null) {
                    throw new NnException(
                            Kind.INVALID,
                            "row " + (from + i) + " has the label '"
                                    + some.get(i).label() + "', which is none of the " + classes.size());
                }
                examples.add(MlpExample.of(config, inputs.get(i), target, from + i));
            }
        }
        return examples;
    }

    private Map<String, Integer> classes() {
        Map<String, Integer> classes = new HashMap<>();
        for (String label : spec.labels()) {
            classes.put(label, classes.size());
        }
        return classes;
    }

    private ClassifierReport finish(
            List<LabelledText> rows,
            long[] hashes,
            int trained,
            List<MlpExample> heldOut,
            Path out,
            TrainingResult result) {
        Mlp mlp = Mlp.open(out);
        List<float[]> logits =
                heldOut.stream().map(row -> mlp.logits(row.input(), 1)).toList();
        int[] wanted = heldOut.stream().mapToInt(row -> highest(row.target())).toArray();
        double temperature = Temperature.fit(logits, wanted);
        Optional<String> base =
                features instanceof Embedding embedding ? Optional.of(embedding.base()) : Optional.empty();
        TrainedInputs.of(java.util.Arrays.stream(hashes)).write(out);
        new ClassifierConfig(spec.labels(), base, features.width(), temperature).write(out);
        int right = 0;
        for (int i = 0; i < wanted.length; i++) {
            right += highest(logits.get(i)) == wanted[i] ? 1 : 0;
        }
        Map<String, Integer> counts = new HashMap<>();
        rows.forEach(row -> counts.merge(row.label(), 1, Integer::sum));
        boolean measured = wanted.length > 0;
        return new ClassifierReport(
                result,
                trained,
                wanted.length,
                measured ? OptionalDouble.of((double) right / wanted.length) : OptionalDouble.empty(),
                measured ? OptionalDouble.of(Temperature.logLoss(logits, wanted, temperature)) : OptionalDouble.empty(),
                temperature,
                counts);
    }

    private static int highest(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }
}
