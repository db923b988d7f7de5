package dev.majlis.foe.pool;

import java.util.stream.IntStream;

/**
 * A set S of experts by their index in the pool (foe.md §2.1).
 *
 * @param bits bit k is set when expert k is a member; 64 experts at most
 */
public record ExpertSet(long bits) {
    /** K of a pool, at most (foe.md §7). */
    public static final int LIMIT = 64;

    public static final ExpertSet NONE = new ExpertSet(0);

    public static ExpertSet of(int... experts) {
        ExpertSet set = NONE;
        for (int expert : experts) {
            set = set.with(expert);
        }
        return set;
    }

    /** The first {@code count} experts. */
    public static ExpertSet all(int count) {
        if (count < 0 || count > LIMIT) {
            throw new IllegalArgumentException("count is " + count + ", the limit is " + LIMIT);
        }
        return new ExpertSet(count == LIMIT ? -1L : (1L << count) - 1);
    }

    public boolean contains(int expert) {
        return (bits & bit(expert)) != 0;
    }

    public ExpertSet with(int expert) {
        return new ExpertSet(bits | bit(expert));
    }

    public ExpertSet with(ExpertSet others) {
        return new ExpertSet(bits | others.bits);
    }

    public ExpertSet without(ExpertSet others) {
        return new ExpertSet(bits & ~others.bits);
    }

    public int size() {
        return Long.bitCount(bits);
    }

    public boolean isEmpty() {
        return bits == 0;
    }

    /** Members, ascending. */
    public int[] toArray() {
        return stream().toArray();
    }

    /** Members, ascending. */
    public IntStream stream() {
        return IntStream.range(0, LIMIT).filter(this::contains);
    }

    private static long bit(int expert) {
        if (expert < 0 || expert >= LIMIT) {
            throw new IllegalArgumentException("expert is " + expert + ", must be in [0, " + LIMIT + ")");
        }
        return 1L << expert;
    }
}
