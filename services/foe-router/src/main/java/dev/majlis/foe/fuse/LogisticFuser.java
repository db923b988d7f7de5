package dev.majlis.foe.fuse;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.ExpertOutputs;
import dev.majlis.foe.table.OutputTable;
import java.util.SplittableRandom;

/**
 * Multinomial logistic regression on [z ⊙ mask, mask]: one model for all subsets when trained with expert dropout
 * (foe.md §2.4c, with a linear map for the MLP). Cross-entropy on the targets, so label or expert as the mode says.
 */
public final class LogisticFuser implements Fuser {
    private final FeatureColumns columns;
    private final SoftmaxRegression model;
    private final OutputTable estimate;

    private final Preparation preparation;

    private LogisticFuser(
            FeatureColumns columns, SoftmaxRegression model, OutputTable estimate, Preparation preparation) {
        this.columns = columns;
        this.model = model;
        this.estimate = estimate;
        this.preparation = preparation;
    }

    /** As it was stored. */
    static LogisticFuser of(
            OutputTable estimate, Preparation preparation, float[] means, float[] scales, float[] weights) {
        FeatureColumns columns = FeatureColumns.of(estimate, means, scales);
        SoftmaxRegression model = SoftmaxRegression.of(estimate.targets().classes(), columns.width(), weights);
        return new LogisticFuser(columns, model, estimate, preparation);
    }

    /** On rows that need no preparation. */
    public static LogisticFuser train(OutputTable train, OutputTable estimate, LogisticSettings settings) {
        return train(train, estimate, Preparation.none(train.experts()), settings);
    }

    /**
     * The same rows, settings and JVM give the same fuser.
     *
     * @param train rows to fit, prepared
     * @param estimate rows by which losses are estimated; none of them in {@code train}, or losses look too small
     */
    public static LogisticFuser train(
            OutputTable train, OutputTable estimate, Preparation preparation, LogisticSettings settings) {
        requireNonNull(estimate, "estimate is null");
        if (train.experts() != estimate.experts()
                || train.targets().classes() != estimate.targets().classes()) {
            throw Failures.dimMismatch("rows to train on and rows to estimate by are of two pools");
        }
        FeatureColumns columns = FeatureColumns.fit(train);
        SoftmaxRegression model = new SoftmaxRegression(train.targets().classes(), columns.width());
        SplittableRandom random = new SplittableRandom(settings.seed());
        int[] order = new int[train.rows()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        long steps = (long) settings.epochs() * ((order.length + settings.batch() - 1) / settings.batch());
        long done = 0;
        for (int epoch = 0; epoch < settings.epochs(); epoch++) {
            shuffle(order, random);
            for (int from = 0; from < order.length; from += settings.batch()) {
                int to = Math.min(order.length, from + settings.batch());
                for (int i = from; i < to; i++) {
                    ExpertSet shown = shown(train.experts(), settings.dropout(), random);
                    int row = order[i];
                    model.learn(
                            columns.of(train, row, shown), c -> train.targets().share(row, c));
                }
                double rate = settings.rate() * 0.5 * (1 + Math.cos(Math.PI * done / steps));
                model.step(to - from, rate, settings.decay());
                done++;
            }
        }
        return new LogisticFuser(columns, model, estimate, preparation);
    }

    @Override
    public OutputTable rows() {
        return estimate;
    }

    @Override
    public float[] fuse(ExpertOutputs outputs, ExpertSet asked) {
        return model.predict(columns.of(outputs, asked));
    }

    @Override
    public RowFusion ofRow(int row, ExpertSet asked) {
        return new RowFusion() {
            @Override
            public float[] alone() {
                return model.predict(columns.of(estimate, row, asked));
            }

            @Override
            public float[] with(int expert) {
                return model.predict(columns.of(estimate, row, asked.with(expert)));
            }
        };
    }

    @Override
    public Preparation preparation() {
        return preparation;
    }

    @Override
    public String model() {
        return "logreg";
    }

    FeatureColumns columns() {
        return columns;
    }

    SoftmaxRegression regression() {
        return model;
    }

    // sizes are uniform, so that one expert is shown as often as nearly all
    private static ExpertSet shown(int experts, double dropout, SplittableRandom random) {
        if (random.nextDouble() >= dropout) {
            return ExpertSet.all(experts);
        }
        int size = 1 + random.nextInt(experts);
        ExpertSet shown = ExpertSet.NONE;
        while (shown.size() < size) {
            shown = shown.with(random.nextInt(experts));
        }
        return shown;
    }

    private static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
    }
}
