package dev.majlis.nn.mlp;

import java.util.SplittableRandom;

/**
 * Which experts are left to a row: in a quarter of the cases all that it has, else a subset whose size is drawn evenly from 1
 * to their number, and then its members. Everything follows from seed, update and row.
 */
public final class ExpertDropout {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int ALL_OF = 4;

    private ExpertDropout() {}

    /** A subset of {@code present}, not empty unless that is. */
    public static long keep(long present, long seed, long update, long row) {
        int count = Long.bitCount(present);
        var random = new SplittableRandom(mix(mix(mix(seed) + update * GOLDEN) + row * GOLDEN));
        if (count < 2 || random.nextInt(ALL_OF) == 0) {
            return present;
        }
        int wanted = 1 + random.nextInt(count);
        long kept = 0;
        int left = count;
        for (long rest = present; rest != 0; rest &= rest - 1) {
            if (random.nextInt(left--) < wanted) {
                kept |= Long.lowestOneBit(rest);
                wanted--;
            }
        }
        return kept;
    }

    /** Neighbouring numbers must not give overlapping streams: the generator's own steps are multiples of one number. */
    private static long mix(long z) {
        long a = (z ^ (z >>> 33)) * 0xFF51AFD7ED558CCDL;
        long b = (a ^ (a >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return b ^ (b >>> 33);
    }
}
