package dev.majlis.bench.foe;

import java.util.Arrays;
import java.util.Locale;

/** Numbers as result pages print them. */
final class Figures {
    private Figures() {}

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    static String percent2(double share) {
        return String.format(Locale.ROOT, "%.2f", 100 * share);
    }

    static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    static double mean(double... values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** Mean ± standard deviation of several runs, in percent. */
    static String meanAndSpread(double... shares) {
        double mean = mean(shares);
        double squares =
                Arrays.stream(shares).map(each -> (each - mean) * (each - mean)).sum();
        double deviation = shares.length < 2 ? 0 : Math.sqrt(squares / (shares.length - 1));
        return percent(mean) + " ± " + percent(deviation);
    }
}
