package dev.majlis.mesh.telemetry;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** Upper bounds of histogram buckets (platform §5). */
public enum Buckets {
    /** {@code messaging.*.duration}, seconds. */
    MESSAGING(.005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10),
    /** {@code gen_ai.client.*} and {@code gen_ai.server.request.duration}, seconds. */
    GEN_AI(DoubleStream.iterate(.01, bound -> bound < 100, bound -> bound * 2).toArray()),
    /** {@code gen_ai.server.time_per_output_token}, seconds. */
    PER_TOKEN(.01, .025, .05, .075, .1, .15, .2, .3, .4, .5, .75, 1, 2.5),
    /** {@code gen_ai.server.time_to_first_token}, seconds. */
    FIRST_TOKEN(.001, .005, .01, .02, .04, .06, .08, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10),
    /** {@code gen_ai.client.token.usage}, tokens. */
    TOKENS(DoubleStream.iterate(1, bound -> bound <= 67_108_864, bound -> bound * 4)
            .toArray());

    private final List<Double> bounds;

    Buckets(double... bounds) {
        this.bounds = Arrays.stream(bounds).boxed().toList();
    }

    public double[] bounds() {
        return bounds.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** For bounds in seconds. */
    public Duration[] durations() {
        return bounds.stream()
                  .map(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
                .toArray(Duration[]::new);
    }
}
