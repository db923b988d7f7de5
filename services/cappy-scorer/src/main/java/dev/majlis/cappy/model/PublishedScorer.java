package dev.majlis.cappy.model;

import static java.util.Objects.requireNonNull;

import dev.majlis.models.catalog.CatalogEntry;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A version of a scorer that somebody published.
 *
 * @param model that it is a version of
 * @param version new for every publication of the model
 * @param base what it was trained from
 * @param previous version that it replaced
 * @param publishedAt when
 * @param job that made it
 * @param metrics measured when it was made
 * @param entry how to fetch and open it; its name is one of its own, for old and new lie beside each other
 */
public record PublishedScorer(
        String model,
        String version,
        Optional<String> base,
        Optional<String> previous,
        Instant publishedAt,
        Optional<String> job,
        Map<String, Double> metrics,
        CatalogEntry entry) {
    public PublishedScorer {
        requireNonNull(model, "model is null");
        requireNonNull(version, "version is null");
        requireNonNull(base, "base is null");
        requireNonNull(previous, "previous is null");
        requireNonNull(publishedAt, "publishedAt is null");
        requireNonNull(job, "job is null");
        metrics = Map.copyOf(metrics);
        requireNonNull(entry, "entry is null");
    }

    /** What the entry of a version is called. */
    public static String entryName(String model, String version) {
        return model + "@" + version;
    }
}
