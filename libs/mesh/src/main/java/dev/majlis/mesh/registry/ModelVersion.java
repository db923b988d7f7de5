package dev.majlis.mesh.registry;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A version of a model as it stands in the registry.
 *
 * @param model name that routes and requests use
 * @param version unique within the model
 * @param kind what serves it, for example {@code pair-scorer}
 * @param scoreKind what its output means, for example {@code regression01} (the names of the models library)
 * @param base model it was trained from
 * @param licence SPDX name, or the words of the base's licence
 * @param files all of its folder
 * @param metrics measured at the end of training
 * @param job that trained it
 * @param publishedAt when this version became the current one
 * @param previous version that it replaced, whole, so that a rollback needs nothing else; at most {@value #HISTORY} back
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ModelVersion(
        String model,
        String version,
        String kind,
        String scoreKind,
        String base,
        String licence,
        List<ModelFile> files,
        Map<String, Double> metrics,
        Optional<String> job,
        Instant publishedAt,
        Optional<ModelVersion> previous) {
    /** Earlier versions that are kept. */
    public static final int HISTORY = 8;

    private static final int MOST_FILES = 64;
    private static final int MOST_METRICS = 64;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    public ModelVersion {
        requireName("model", model);
        requireName("version", version);
        requireName("kind", kind);
        requireNonNull(scoreKind, "scoreKind is null");
        requireNonNull(base, "base is null");
        requireNonNull(licence, "licence is null");
        requireNonNull(publishedAt, "publishedAt is null");
        files = List.copyOf(requireNonNull(files, "files is null"));
        metrics = metrics == null ? Map.of() : Map.copyOf(metrics);
        job = job == null ? Optional.empty() : job;
        previous = previous == null ? Optional.empty() : previous;
        if (files.isEmpty() || files.size() > MOST_FILES || metrics.size() > MOST_METRICS) {
            throw new IllegalArgumentException("%d files and %d metrics: 1 to %d and at most %d are allowed"
                    .formatted(files.size(), metrics.size(), MOST_FILES, MOST_METRICS));
        }
        if (files.stream().map(ModelFile::path).distinct().count() < files.size()) {
            throw new IllegalArgumentException("two files have the same path");
        }
    }

    /** @throws IllegalArgumentException when it is no name of a model */
    public static String requireModelName(String name) {
        return requireName("model", name);
    }

    /** Whether both are the same version with the same content, whenever and after whatever they were published. */
    public boolean sameAs(ModelVersion other) {
        return model.equals(other.model) && version.equals(other.version) && files.equals(other.files);
    }

    /** The same version as the current one from then on. */
    public ModelVersion published(Instant at, Optional<ModelVersion> replaced) {
        return new ModelVersion(
                model, version, kind, scoreKind, base, licence, files, metrics, job, at, cut(replaced, HISTORY));
    }

    private static Optional<ModelVersion> cut(Optional<ModelVersion> chain, int left) {
        if (left == 0) {
            return Optional.empty();
        }
        return chain.map(link -> new ModelVersion(
                link.model,
                link.version,
                link.kind,
                link.scoreKind,
                link.base,
                link.licence,
                link.files,
                link.metrics,
                link.job,
                link.publishedAt,
                cut(link.previous, left - 1)));
    }

    private static String requireName(String field, String value) {
        requireNonNull(value, field + " is null");
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException("%s '%s': 1 to 128 letters, digits, dots, dashes and underscores"
                    .formatted(field, value.length() > 60 ? value.substring(0, 60) + "…" : value));
        }
        return value;
    }
}
