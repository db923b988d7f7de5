package dev.majlis.foe.serve;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.majlis.foe.expert.EmbeddingSource;
import dev.majlis.foe.expert.Endpoint;
import dev.majlis.foe.expert.RegisteredExpert;
import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.pool.Expert;
import dev.majlis.foe.pool.ExpertKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An expert as it was registered.
 *
 * @param width columns of its feature block
 * @param features where these columns come from
 * @param version of its weights
 * @param pinned whether the version was said; that of a hosted model follows the registry otherwise
 * @param retired whether it may not join pools any more
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ExpertRecord(
        String id,
        ExpertKind kind,
        List<String> labels,
        int width,
        Endpoint endpoint,
        EmbeddingSource features,
        Cost cost,
        boolean measured,
        long timeoutMs,
        String version,
        boolean pinned,
        boolean retired,
        Instant changedAt) {
    public ExpertRecord {
        labels = List.copyOf(labels);
    }

    /** @throws dev.majlis.mesh.error.MeshException {@code DIM_MISMATCH}, {@code INVALID_FIELD} */
    public RegisteredExpert registered() {
        return new RegisteredExpert(
                new Expert(id, kind, labels, width, cost, version),
                endpoint,
                features,
                measured,
                Duration.ofMillis(timeoutMs));
    }

    ExpertRecord withVersion(String other) {
        return new ExpertRecord(
                id, kind, labels, width, endpoint, features, cost, measured, timeoutMs, other, pinned, retired,
                changedAt);
    }

    ExpertRecord retiredAt(Instant now) {
        return new ExpertRecord(
                id, kind, labels, width, endpoint, features, cost, measured, timeoutMs, version, pinned, true, now);
    }
}
