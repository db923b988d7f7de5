package dev.majlis.foe.job;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Does something for every element of a list, some of them at a time. */
final class BoundedTasks {
    private BoundedTasks() {}

    /**
     * Returns when all is done. The first failure stops the rest and is thrown.
     *
     * @param check called before each element; may throw
     */
    static <T> void run(List<T> elements, int atOnce, Runnable check, Consumer<T> task) {
        int threads = Math.min(atOnce, elements.size());
        if (threads == 0) {
            return;
        }
        AtomicInteger next = new AtomicInteger();
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        ExecutorService workers = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "foe-outputs");
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletableFuture<?>[] running = new CompletableFuture<?>[threads];
            for (int i = 0; i < threads; i++) {
                running[i] = CompletableFuture.runAsync(
                        () -> {
                            for (int at = next.getAndIncrement();
                                    at < elements.size() && failure.get() == null;
                                    at = next.getAndIncrement()) {
                                try {
                                    check.run();
                                    task.accept(elements.get(at));
                                } catch (RuntimeException e) {
                                    failure.compareAndSet(null, e);
                                }
                            }
                        },
                        workers);
            }
            CompletableFuture.allOf(running).join();
        } catch (CompletionException e) {
            throw new IllegalStateException("a task ended by an error", e.getCause());
        } finally {
            workers.shutdownNow();
        }
        Optional.ofNullable(failure.get()).ifPresent(first -> {
            throw first;
        });
    }
}
