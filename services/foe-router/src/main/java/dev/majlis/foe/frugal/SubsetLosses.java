package dev.majlis.foe.frugal;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.fuse.Fuser;
import dev.majlis.foe.fuse.Loss;
import dev.majlis.foe.fuse.RowFusion;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.Classes;
import dev.majlis.foe.table.Targets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * ℓ(F_S(f_S(x_m)), y_m) for subsets S and rows m of the table, each row left out of its own fuser. It does not depend on
 * the input to be answered, so it is kept: 4 bytes a row and subset, within a bound of bytes, the subset unused for
 * longest going first. What is computed again has the same value. Safe to share.
 */
public final class SubsetLosses {
    /** Of heap for kept losses: 3,200 subsets of 10,000 rows. */
    public static final long BYTES = 128L << 20;

    private final Fuser fuser;
    private final Loss loss;
    private final ExpertSet known;
    private final Map<ExpertSet, float[]> kept;

    public SubsetLosses(Fuser fuser, Loss loss, long bytes) {
        this(fuser, loss, bytes, ExpertSet.NONE);
    }

    /**
     * @param known experts whose blocks are there before they are asked (embeddings of the prompt): the fuser always reads
     *     them, but only an expert that was asked can be chosen
     */
    public SubsetLosses(Fuser fuser, Loss loss, long bytes, ExpertSet known) {
        this.known = requireNonNull(known, "known is null");
        this.fuser = requireNonNull(fuser, "fuser is null");
        this.loss = requireNonNull(loss, "loss is null");
        long limit = Math.max(1, bytes / (4L * fuser.rows().rows()));
        this.kept = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<ExpertSet, float[]> eldest) {
                return size() > limit;
            }
        };
    }

    public Fuser fuser() {
        return fuser;
    }

    /** Experts whose blocks are there before they are asked. */
    public ExpertSet known() {
        return known;
    }

    /**
     * Mean loss over {@code rows} of {@code base} and of {@code base} with each of {@code experts}.
     *
     * @param rows neighbours, not empty
     * @return {@code double[1 + experts.length]}; element 0 is NaN for an empty base
     */
    public double[] means(int[] rows, ExpertSet base, int[] experts) {
        float[][] columns = new float[1 + experts.length][];
        columns[0] = base.isEmpty() ? null : column(base);
        for (int i = 0; i < experts.length; i++) {
            columns[1 + i] = column(base.with(experts[i]));
        }
        double[] means = new double[columns.length];
        for (int row : rows) {
            RowFusion fusion = null;
            for (int i = 0; i < columns.length; i++) {
                if (columns[i] == null) {
                    continue;
                }
                if (Float.isNaN(columns[i][row])) {
                    fusion = fusion == null ? fuser.ofRow(row, base.with(known)) : fusion;
                    ExpertSet set = i == 0 ? base : base.with(experts[i - 1]);
                    boolean reads = i > 0 && !known.contains(experts[i - 1]);
                    float[] fused = reads ? fusion.with(experts[i - 1]) : fusion.alone();
                    columns[i][row] = (float) loss(fused, set, row);
                }
                means[i] += columns[i][row];
            }
        }
        for (int i = 0; i < means.length; i++) {
            means[i] = columns[i] == null ? Double.NaN : means[i] / rows.length;
        }
        return means;
    }

    /** Rows on which the first expert is chosen: all of them, or a sample. */
    public int[] sample(int most, long seed) {
        int rows = fuser.rows().rows();
        int[] all = new int[rows];
        for (int i = 0; i < rows; i++) {
            all[i] = i;
        }
        if (rows <= most) {
            return all;
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < most; i++) {
            int other = i + random.nextInt(rows - i);
            int swapped = all[i];
            all[i] = all[other];
            all[other] = swapped;
        }
        int[] picked = Arrays.copyOf(all, most);
        Arrays.sort(picked);
        return picked;
    }

    private double loss(float[] fused, ExpertSet asked, int row) {
        return loss(fused, asked, fuser.rows().targets(), row);
    }

    double loss(float[] fused, ExpertSet asked, Targets targets, int row) {
        boolean choosesExpert = fuser.rows().targets().mode().choosesExpert();
        // only an expert that was asked has an answer to give
        float[] answer = choosesExpert ? Classes.restricted(fused, asked) : fused;
        return loss.of(answer, targets, row);
    }

    private float[] column(ExpertSet set) {
        synchronized (kept) {
            return kept.computeIfAbsent(set, unseen -> {
                float[] column = new float[fuser.rows().rows()];
                Arrays.fill(column, Float.NaN);
                return column;
            });
        }
    }
}
