package dev.majlis.foe.table;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.pool.ExpertSet;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a fuser is to predict on n rows: a class each, and how much every possible answer would be worth. In
 * discriminative mode classes are labels and an answer is worth 1 or 0; otherwise classes are experts and an answer is
 * worth the quality of that expert on that row (foe.md §2.2, §2.3).
 */
public final class Targets {
    private final FuserMode mode;
    private final int classes;
    private final int[] targets;
    private final float[] gains;
    private final long[] tied;

    private Targets(FuserMode mode, int classes, int[] targets, float[] gains, long[] tied) {
        this.mode = mode;
        this.classes = classes;
        this.targets = targets;
        this.gains = gains;
        this.tied = tied;
    }

    /** @param labels {@code int[n]}, in [0, classes) */
    public static Targets labels(int[] labels, int classes) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw Failures.labelNotInPool(
                        "row " + i + " has label " + labels[i] + ", must be in [0, " + classes + ")");
            }
        }
        return new Targets(FuserMode.DISCRIMINATIVE, classes, labels.clone(), null, null);
    }

    /**
     * Generative mode: the right expert is the one of highest quality. Equal ones are right alike and share the row: if
     * the first of them took it all, a fuser would learn to prefer it wherever it makes no difference.
     *
     * @param qualities {@code float[n][K]}, in [0, 1]
     */
    public static Targets qualities(float[][] qualities) {
        int experts = experts(qualities);
        float[] gains = flat(qualities, experts);
        int[] targets = new int[qualities.length];
        long[] tied = new long[qualities.length];
        for (int row = 0; row < targets.length; row++) {
            targets[row] = Classes.argmax(qualities[row]);
            for (int k = 0; k < experts; k++) {
                tied[row] |= qualities[row][k] == qualities[row][targets[row]] ? 1L << k : 0;
            }
        }
        return new Targets(FuserMode.GENERATIVE, experts, targets, gains, tied);
    }

    /**
     * Expert-pred mode: an owner drawn at random among those that own the class of the row.
     *
     * @param owners one set for each row, none empty
     * @param qualities {@code float[n][K]}: 1 where the expert's label is right, otherwise 0
     */
    public static Targets owners(List<ExpertSet> owners, float[][] qualities, long seed) {
        if (owners.size() != qualities.length) {
            throw Failures.dimMismatch(owners.size() + " rows of owners, " + qualities.length + " of qualities");
        }
        int experts = experts(qualities);
        float[] gains = flat(qualities, experts);
        SplittableRandom random = new SplittableRandom(seed);
        int[] targets = new int[qualities.length];
        for (int row = 0; row < targets.length; row++) {
            int[] members = owners.get(row).toArray();
            if (members.length == 0 || members[members.length - 1] >= experts) {
                throw Failures.invalid("/owners/" + row, "must name 1 to " + experts + " experts of the pool");
            }
            targets[row] = members[random.nextInt(members.length)];
        }
        return new Targets(FuserMode.EXPERT_PRED, experts, targets, gains, null);
    }

    public FuserMode mode() {
        return mode;
    }

    public int rows() {
        return targets.length;
    }

    /** Labels (M) or experts (K). */
    public int classes() {
        return classes;
    }

    /** The target of a row, the first of equal ones. */
    public int of(int row) {
        return targets[row];
    }

    /** Share of the target that {@code answer} has: 1 or 0, or evenly among experts of equal quality. */
    public float share(int row, int answer) {
        if (tied == null) {
            return targets[row] == answer ? 1 : 0;
        }
        return (tied[row] >> answer & 1) == 0 ? 0 : 1f / Long.bitCount(tied[row]);
    }

    /** What answering {@code answer} is worth on {@code row}, in [0, 1]. */
    public double gain(int row, int answer) {
        if (gains == null) {
            return targets[row] == answer ? 1 : 0;
        }
        return gains[row * classes + answer];
    }

    public Targets pick(int[] rows) {
        int[] some = new int[rows.length];
        float[] someGains = gains == null ? null : new float[rows.length * classes];
        long[] someTied = tied == null ? null : new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            some[i] = targets[rows[i]];
            if (someTied != null) {
                someTied[i] = tied[rows[i]];
            }
            if (someGains != null) {
                System.arraycopy(gains, rows[i] * classes, someGains, i * classes, classes);
            }
        }
        return new Targets(mode, classes, some, someGains, someTied);
    }

    void writeTo(PrimitiveSink sink) throws IOException {
        sink.write(mode.name()).write(classes);
        sink.write(gains == null ? 0 : 1).write(tied == null ? 0 : 1).write(targets);
        if (gains != null) {
            sink.write(gains);
        }
        if (tied != null) {
            sink.write(tied);
        }
    }

    static Targets readFrom(PrimitiveSource source, int rows) throws IOException {
        FuserMode known = mode(source.readText(64));
        int classes = source.readInt();
        boolean hasGains = source.readInt() == 1;
        boolean hasTied = source.readInt() == 1;
        if (classes < 1) {
            throw Failures.corrupt("targets have " + classes + " classes");
        }
        if (hasGains != known.choosesExpert() || (hasGains && classes > ExpertSet.LIMIT)) {
            throw Failures.corrupt("targets of mode " + known + " contradict themselves");
        }
        int[] targets = source.readInts(rows);
        for (int target : targets) {
            if (target < 0 || target >= classes) {
                throw Failures.corrupt("a target is " + target + ", there are " + classes + " classes");
            }
        }
        float[] gains = hasGains ? source.readFloats(Math.multiplyExact(rows, classes)) : null;
        return new Targets(known, classes, targets, gains, hasTied ? source.readLongs(rows) : null);
    }

    private static FuserMode mode(String name) {
        return Arrays.stream(FuserMode.values())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Failures.corrupt("targets are of mode '" + name + "'"));
    }

    public long bytes() {
        return 4L * targets.length + (gains == null ? 0 : 4L * gains.length) + (tied == null ? 0 : 8L * tied.length);
    }

    private static int experts(float[][] qualities) {
        int experts = qualities.length == 0 ? 1 : qualities[0].length;
        if (experts < 1 || experts > ExpertSet.LIMIT) {
            throw Failures.tooLarge(experts + " experts, 1 to " + ExpertSet.LIMIT + " are allowed");
        }
        return experts;
    }

    private static float[] flat(float[][] qualities, int experts) {
        float[] gains = new float[qualities.length * experts];
        for (int row = 0; row < qualities.length; row++) {
            float[] quality = requireNonNull(qualities[row], "qualities of a row are null");
            if (quality.length != experts) {
                throw Failures.dimMismatch("row " + row + " has " + quality.length + " qualities, not " + experts);
            }
            for (int k = 0; k < experts; k++) {
                if (!(quality[k] >= 0 && quality[k] <= 1)) {
                    throw Failures.invalid("/qualities/" + row + "/" + k, "is " + quality[k] + ", must be in [0, 1]");
                }
                gains[row * experts + k] = quality[k];
            }
        }
        return gains;
    }
}
