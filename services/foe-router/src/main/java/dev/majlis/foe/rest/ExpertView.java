package dev.majlis.foe.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.majlis.foe.expert.Endpoint;
import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.serve.ExpertRecord;
import dev.majlis.foe.serve.Health;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** An expert as clients see it. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ExpertView(
        String id,
        String kind,
        List<String> labels,
        Endpoint endpoint,
        EmbeddingView embedding,
        Cost cost,
        boolean measured,
        long timeoutMs,
        String version,
        boolean retired,
        Health health,
        Instant changedAt) {

    /** Columns of the feature block and where they come from. */
    public record EmbeddingView(int dim, String source) {}

    static ExpertView of(ExpertRecord expert, Health health) {
        return new ExpertView(
                expert.id(),
                expert.kind().name().toLowerCase(Locale.ROOT),
                expert.labels(),
                expert.endpoint(),
                new EmbeddingView(expert.width(), expert.features().name().toLowerCase(Locale.ROOT)),
                expert.cost(),
                expert.measured(),
                expert.timeoutMs(),
                expert.version(),
                expert.retired(),
                health,
                expert.changedAt());
    }
}
