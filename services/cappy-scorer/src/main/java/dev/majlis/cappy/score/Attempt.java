package dev.majlis.cappy.score;

import dev.majlis.cappy.error.Failures;
import dev.majlis.mesh.error.MeshException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** What became of one item of a request that may succeed in part ({@code partial=true}, cappy.md §7). */
public sealed interface Attempt<T> {

    /** It went well. */
    record Done<T>(T value) implements Attempt<T> {}

    /** It did not. */
    record Bad<T>(MeshException failure) implements Attempt<T> {}

    static <T> Attempt<T> of(Supplier<T> work) {
        try {
            return new Done<>(work.get());
        } catch (MeshException failure) {
            return new Bad<>(failure);
        }
    }

    /** Goes on with a value, or carries the failure along. */
    default <R> Attempt<R> then(Function<T, R> next) {
        if (this instanceof Done<T> done) {
            return of(() -> next.apply(done.value()));
        }
        return new Bad<>(((Bad<T>) this).failure());
    }

    /** @throws MeshException naming all failures, when there is one */
    static void requireAll(List<? extends Attempt<?>> attempts) {
        List<MeshException> failures = attempts.stream()
                .filter(Bad.class::isInstance)
                .map(attempt -> ((Bad<?>) attempt).failure())
                .toList();
        if (!failures.isEmpty()) {
            throw Failures.all(failures);
        }
    }
}
