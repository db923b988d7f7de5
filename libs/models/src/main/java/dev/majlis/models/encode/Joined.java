package dev.majlis.models.encode;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Futures whose cancellation reaches what they are made of. */
final class Joined {
    private Joined() {}

    /** All of several futures as one. */
    static <T> CompletableFuture<List<T>> of(List<CompletableFuture<T>> parts) {
        CompletionStage<List<T>> all = CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(
                        ignored -> parts.stream().map(CompletableFuture::join).toList());
        return derived(all, Function.identity(), () -> parts.forEach(part -> part.cancel(false)));
    }

    /** A changed result of a stage that can be cancelled. */
    static <A, B> CompletableFuture<B> map(CompletionStage<A> source, Function<A, B> change) {
        return derived(source, change, () -> source.toCompletableFuture().cancel(false));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the results of both callbacks are the returned future itself
    private static <A, B> CompletableFuture<B> derived(
            CompletionStage<A> source, Function<A, B> change, Runnable cancelSource) {
        var result = new CompletableFuture<B>();
        source.whenComplete((value, failure) -> {
            if (failure != null) {
                result.completeExceptionally(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
                return;
            }
            try {
                result.complete(change.apply(value));
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                cancelSource.run();
            }
        });
        return result;
    }
}
