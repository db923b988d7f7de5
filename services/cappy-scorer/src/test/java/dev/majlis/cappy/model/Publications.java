package dev.majlis.cappy.model;

import dev.majlis.models.catalog.CatalogEntry;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Versions of scorers as they come from the registry. */
final class Publications {
    private Publications() {}

    /** @param licence {@code corrupt} and {@code away} do not load */
    static PublishedScorer of(String model, String version, String licence) {
        return new PublishedScorer(
                model,
                version,
                Optional.of("base"),
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty(),
                Map.of(),
                new CatalogEntry(
                        model + "@" + version,
                        CatalogEntry.Task.PAIR_SCORING,
                        "onnxruntime",
                        licence,
                        Optional.empty(),
                        Map.of(),
                        0,
                        0,
                        Optional.empty(),
                        Map.of()));
    }
}
