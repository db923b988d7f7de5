package dev.majlis.cappy.score;

import dev.majlis.cappy.error.Failures;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a stage, never beyond the deadline, and throws what the stage failed with. */
public final class Awaited {
    private static final Duration WITHOUT_DEADLINE = Duration.ofMinutes(10);

    private Awaited() {}

    public static <T> T on(CompletionStage<T> stage, Optional<Instant> deadline, Clock clock) {
        Duration left =
                deadline.map(at -> Duration.between(clock.instant(), at)).orElse(WITHOUT_DEADLINE);
        try {
            return stage.toCompletableFuture().get(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw Failures.deadline();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MeshException(ProblemSlug.CANCELLED, "stopped while waiting for scores", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
