package dev.majlis.trainer.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.nn.mlp.ExpertDropout;
import dev.majlis.nn.mlp.Mlp;
import dev.majlis.nn.mlp.MlpConfig;
import dev.majlis.nn.mlp.MlpExample;
import dev.majlis.nn.mlp.MlpTraining;
import dev.majlis.nn.train.TrainingResult;
import dev.majlis.trainer.data.Examination;
import dev.majlis.trainer.data.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Trains a fuser of experts on their outputs: a perceptron, and with {@code masked} one for every subset (foe.md §2.2, §2.4c). */
public final class FuserTask implements TrainingTask {
    /** No update has it: the subsets that are measured on are never those that were learnt from. */
    private static final long MEASURED = -1;

    private static final float LEAST_SHARE = 1e-12f;

    @Override
    public String name() {
        return "foe-fuser";
    }

    @Override
    public ObjectNode parameters(ObjectNode given) {
        return FuserParameters.complete(given);
    }

    @Override
    public boolean needsBase(ObjectNode parameters) {
        return false;
    }

    /** What is in a row is only known with the parameters: see {@link #examine}. */
    @Override
    public void check(Row row) {
        if (!row.fields().has("features") || !row.fields().has("target")) {
            throw new IllegalArgumentException("features or target is missing");
        }
    }

    @Override
    public Examination examine(ObjectNode parameters, long seed) {
        MlpConfig config = FuserParameters.config(parameters, seed);
        return row -> {
            check(row);
            FuserRows.read(row, config);
        };
    }

    @Override
    public TrainingOutcome run(TrainingContext context) {
        ObjectNode parameters = context.parameters();
        MlpConfig config = FuserParameters.config(parameters, context.seed());
        List<MlpExample> train = new ArrayList<>();
        context.rows().accept(row -> train.add(FuserRows.read(row, config)));
        List<MlpExample> heldOut = HeldOut.takeFrom(
                train, parameters.get(PerceptronParameters.VALIDATION_SHARE).doubleValue(), context.seed());
        TrainingResult result = new MlpTraining(
                        config, PerceptronParameters.settings(parameters, context.seed()), context.threads())
                .run(
                        train,
                        config.masked() ? withSubsets(heldOut, context.seed()) : heldOut,
                        context.checkpoints(),
                        context.out(),
                        progress -> context.progress().accept(ScorerTask.progress(progress)),
                        context.cancelled());
        if (result.end() == TrainingResult.End.CANCELLED) {
            return new TrainingOutcome.Cancelled();
        }
        Map<String, Double> metrics = PerceptronParameters.metrics(result, train.size(), heldOut.size());
        if (!heldOut.isEmpty()) {
            measure(Mlp.open(context.out()), heldOut, metrics);
        }
        return new TrainingOutcome.Trained("foe-fuser", "probabilities", metrics);
    }

    /** Each row as it is, and with some of its blocks, so that the best weights are those that are good for both. */
    private static List<MlpExample> withSubsets(List<MlpExample> rows, long seed) {
        List<MlpExample> both = new ArrayList<>(rows);
        for (MlpExample row : rows) {
            both.add(row.withPresent(ExpertDropout.keep(row.present(), seed, MEASURED, row.number())));
        }
        return both;
    }

    /** By weight, with all blocks that a row has. */
    private static void measure(Mlp mlp, List<MlpExample> rows, Map<String, Double> metrics) {
        double right = 0;
        double loss = 0;
        double total = 0;
        for (MlpExample row : rows) {
            float[] shares = Mlp.softmax(mlp.logits(row.input(), row.present()), 1);
            right += highest(shares) == highest(row.target()) ? row.weight() : 0;
            for (int k = 0; k < shares.length; k++) {
                loss -= row.weight() * row.target()[k] * Math.log(Math.max(LEAST_SHARE, shares[k]));
            }
            total += row.weight();
        }
        metrics.put("accuracy", right / total);
        metrics.put("logLoss", loss / total);
    }

    private static int highest(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }
}
