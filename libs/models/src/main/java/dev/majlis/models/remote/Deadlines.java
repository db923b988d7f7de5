package dev.majlis.models.remote;

import dev.majlis.models.text.Choice.FinishReason;
import dev.majlis.models.text.GenerationRequest;
import java.time.Duration;

/** Ends requests at their deadline. */
final class Deadlines {
    private Deadlines() {}

    static void watch(
            RemoteHttp http, RemoteSettings settings, GenerationRequest request, RemoteGeneration generation) {
        request.deadline().ifPresent(deadline -> {
            Duration left = Duration.between(settings.clock().instant(), deadline);
            http.after(
                    left.isNegative() ? Duration.ZERO : left,
                    generation.result(),
                    () -> generation.stop(FinishReason.DEADLINE));
        });
    }
}
