package dev.majlis.cappy.generate;

import static java.util.Objects.requireNonNull;

import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.data.Sample;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;

/**
 * Lets a generator answer a whole corpus, a bounded number of items at a time. The seed of an item depends on its instruction
 * alone, so that a job that was interrupted goes on with the same samples, in whatever order. Thread-safe.
 */
public final class Sampling {
    private static final double TOLERATED = 0.1;

    private final Generator generator;
    private final List<Decoding> decodings;
    private final int inFlight;
    private final Duration patience;
    private final Clock clock;

    /**
     * @param decodings of every item
     * @param inFlight items that are worked on at the same time
     * @param patience for one item
     */
    public Sampling(Generator generator, List<Decoding> decodings, int inFlight, Duration patience, Clock clock) {
        this.generator = requireNonNull(generator, "generator is null");
        this.decodings = List.copyOf(decodings);
        this.patience = requireNonNull(patience, "patience is null");
        this.clock = requireNonNull(clock, "clock is null");
        if (this.decodings.isEmpty() || inFlight < 1) {
            throw new IllegalArgumentException("at least one decoding and one item in flight are needed");
        }
        this.inFlight = inFlight;
    }

    /**
     * Blocks until all items are answered. An item that fails goes without samples; when more than a tenth fails, so does the
     * whole, with the first failure.
     *
     * @throws InterruptedException when the job is stopped
     */
    public Sampled of(List<Example> examples, long seed) throws InterruptedException {
        Semaphore places = new Semaphore(inFlight);
        List<CompletableFuture<List<Sample>>> running = new ArrayList<>();
        for (Example example : examples) {
            places.acquire();
            running.add(start(example, seed).whenComplete((samples, failure) -> places.release()));
        }
        List<Example> answered = new ArrayList<>();
        List<RuntimeException> failures = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            try {
                answered.add(examples.get(i).withSamples(running.get(i).join()));
            } catch (CompletionException e) {
                failures.add(e.getCause() instanceof RuntimeException cause ? cause : e);
                answered.add(examples.get(i).withSamples(List.of()));
            }
        }
        if (failures.size() > TOLERATED * examples.size()) {
            throw failures.get(0);
        }
        return new Sampled(answered, failures.size());
    }

    private CompletableFuture<List<Sample>> start(Example example, long seed) {
        try {
            return generator
                    .sample(
                            example.instruction(),
                            decodings,
                            example.seed(seed),
                            clock.instant().plus(patience))
                    .toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
