package dev.majlis.cappy.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Fisher–Yates with {@link Random}, whose numbers the Java platform fixes for every seed: a shuffle is the same on every JDK.
 */
final class Shuffle {
    private Shuffle() {}

    static <T> List<T> of(List<T> values, long seed) {
        List<T> shuffled = new ArrayList<>(values);
        Random random = new Random(seed);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        return shuffled;
    }
}
