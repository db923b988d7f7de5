package dev.majlis.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;

/** A bounded number of requests from a few callers at once, each caller sending the next when it has its answer. */
final class Load<T> implements AutoCloseable {
    private final ExecutorService callers;
    private final List<Future<T>> answers = new ArrayList<>();
    private final AtomicInteger done = new AtomicInteger();

    private Load(int callers) {
        this.callers = Executors.newFixedThreadPool(callers);
    }

    static <T> Load<T> of(int requests, int callers, IntFunction<T> request) {
        var load = new Load<T>(callers);
        for (int i = 0; i < requests; i++) {
            int number = i;
            Callable<T> call = () -> {
                T answer = request.apply(number);
                load.done.incrementAndGet();
                return answer;
            };
            load.answers.add(load.callers.submit(call));
        }
        return load;
    }

    /** Waits until so many are answered. */
    void awaitDone(int count) {
        Awaitility.await().atMost(java.time.Duration.ofMinutes(2)).until(() -> done.get() >= count);
    }

    /** All answers, in the order of the requests. */
    List<T> answers() {
        List<T> all = new ArrayList<>();
        try {
            for (Future<T> answer : answers) {
                all.add(answer.get(3, TimeUnit.MINUTES));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("request %d had no answer".formatted(all.size()), e);
        }
        return all;
    }

    @Override
    public void close() {
        callers.shutdownNow();
    }
}
