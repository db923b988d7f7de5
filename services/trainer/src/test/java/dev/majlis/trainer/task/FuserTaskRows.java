package dev.majlis.trainer.task;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Outputs of two experts: shares of two classes, and a number around 1,000 that is higher for the first class; some miss one. */
public final class FuserTaskRows {
    private FuserTaskRows() {}

    /** Rows as JSON. */
    public static List<String> of(int count) {
        var random = new SplittableRandom(3);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    int target = random.nextInt(2);
                    double share = (target == 0 ? 0.8 : 0.2) + 0.1 * random.nextGaussian();
                    double number = (target == 0 ? 1_050 : 950) + 20 * random.nextGaussian();
                    String first = i % 5 == 1 ? "null" : "[%.4f,%.4f]".formatted(share, 1 - share);
                    String second = i % 5 == 2 ? "null" : "[%.2f]".formatted(number);
                    return "{\"features\":[%s,%s],\"target\":%s}"
                            .formatted(first, second, i % 7 == 0 ? (target == 0 ? "[0.9,0.1]" : "[0.1,0.9]") : target);
                })
                .toList();
    }
}
