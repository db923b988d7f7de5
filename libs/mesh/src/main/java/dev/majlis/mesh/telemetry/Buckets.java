package dev.majlis.mesh.telemetry;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Upper bounds of histogram buckets (platform §5). */
public final class Buckets {
    /** {@code messaging.*.duration}, seconds. */
    public static final Buckets MESSAGING =
            new Buckets(.005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10);
    /** {@code gen_ai.client.*} and {@code gen_ai.server.request.duration}, seconds: .01 doubled up to 81.92. */
    public static final Buckets GEN_AI = new Buckets(
            DoubleStream.iterate(.01, bound -> bound < 100, bound -> bound * 2).toArray());
    /** {@code gen_ai.server.time_per_output_token}, seconds. */
    public static final Buckets PER_TOKEN = new Buckets(.01, .025, .05, .075, .1, .15, .2, .3, .4, .5, .75, 1, 2.5);
    /** {@code gen_ai.server.time_to_first_token}, seconds. */
    public static final Buckets FIRST_TOKEN =
            new Buckets(.001, .005, .01, .02, .04, .06, .08, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10);
    /** {@code gen_ai.client.token.usage}, tokens: powers of 4. */
    public static final Buckets TOKENS =
            new Buckets(DoubleStream.iterate(1, bound -> bound <= 67_108_864, bound -> bound * 4)
                    .toArray());

    private final double[] bounds;

    private Buckets(double... bounds) {
        this.bounds = bounds;
    }

    public double[] bounds() {
        return bounds.clone();
    }

    /** For bounds in seconds. */
    public Duration[] durations() {
        return Arrays.stream(bounds)
                .mapToObj(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
                .toArray(Duration[]::new);
    }
}
