package dev.majlis.foe.expert;

import dev.majlis.foe.pool.Cost;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What calls of experts took of late: of each the median of its last 15 calls, smoothed (the p50 EWMA of foe.md §7), so that one slow
 * call moves nothing and a lasting change shows after some ten calls. Thread-safe; forgets the experts that were not asked for the
 * longest time beyond 4,096.
 */
public final class MeasuredCosts {
    private static final int WINDOW = 15;
    private static final double SMOOTHING = 0.2;
    private static final int MOST_EXPERTS = 4_096;

    private final Map<String, Course> courses = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Course> eldest) {
            return size() > MOST_EXPERTS;
        }
    };

    private static final class Course {
        private final Median ms = new Median();
        private final Median tokens = new Median();
    }

    /** Median of a window, smoothed. */
    private static final class Median {
        private final double[] last = new double[WINDOW];
        private int count;
        private double smoothed;

        void add(double value) {
            last[count % WINDOW] = value;
            count++;
            double[] sorted = Arrays.copyOf(last, Math.min(count, WINDOW));
            Arrays.sort(sorted);
            double median = sorted[sorted.length / 2];
            smoothed = count == 1 ? median : smoothed + SMOOTHING * (median - smoothed);
        }

        Optional<Double> value() {
            return count == 0 ? Optional.empty() : Optional.of(smoothed);
        }
    }

    /**
     * Takes one answered call in.
     *
     * @param ms from question to answer
     * @param said may tell tokens and its own money and energy
     * @return what this call cost; as registered, unless the expert's cost is measured
     */
    public Cost record(RegisteredExpert expert, double ms, Said said) {
        synchronized (courses) {
            Course course = courses.computeIfAbsent(key(expert), unused -> new Course());
            course.ms.add(ms);
            said.tokens().ifPresent(course.tokens::add);
        }
        Cost registered = expert.expert().cost();
        if (!expert.measured()) {
            return registered;
        }
        return new Cost(
                said.money().orElse(registered.money()),
                ms,
                said.energyJ().orElse(registered.energyJ()),
                said.tokens().orElse(registered.tokens()));
    }

    /** What the next call is expected to cost: the price c_k before it is asked. */
    public Cost expected(RegisteredExpert expert) {
        Cost registered = expert.expert().cost();
        if (!expert.measured()) {
            return registered;
        }
        synchronized (courses) {
            Course course = courses.get(key(expert));
            if (course == null) {
                return registered;
            }
            return new Cost(
                    registered.money(),
                    course.ms.value().orElse(registered.ms()),
                    registered.energyJ(),
                    course.tokens.value().orElse(registered.tokens()));
        }
    }

    private static String key(RegisteredExpert expert) {
        return expert.id() + "\n" + expert.expert().version();
    }
}
