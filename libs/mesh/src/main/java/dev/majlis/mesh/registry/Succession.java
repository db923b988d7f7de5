package dev.majlis.mesh.registry;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.time.Instant;
import java.util.Optional;

/** Which version follows which: the rules of {@link ModelRegistry}, whatever keeps it. */
final class Succession {
    private Succession() {}

    /** What to publish; the current version itself when nothing changes. */
    static ModelVersion next(ModelVersion version, Optional<ModelVersion> current, Instant now) {
        for (Optional<ModelVersion> link = current;
                link.isPresent();
                link = link.get().previous()) {
            if (link.get().version().equals(version.version()) && !link.get().sameAs(version)) {
                throw new MeshException(
                        ProblemSlug.IDEMPOTENCY_CONFLICT,
                        "version '%s' of '%s' was published with other files"
                                .formatted(version.version(), version.model()));
            }
        }
        return current.filter(version::sameAs).orElseGet(() -> version.published(now, current));
    }

    static ModelVersion back(String model, Optional<ModelVersion> current, Instant now) {
        ModelVersion from = current.orElseThrow(() ->
                new MeshException(ProblemSlug.UNKNOWN_MODEL, "the registry has no model '%s'".formatted(shown(model))));
        ModelVersion to = from.previous()
                .orElseThrow(() -> new MeshException(
                        ProblemSlug.UNPROCESSABLE_INPUT,
                        "version '%s' of '%s' has no version before it".formatted(from.version(), from.model())));
        return to.published(now, to.previous());
    }

    private static String shown(String name) {
        return name.length() > 60 ? name.substring(0, 60) + "…" : name;
    }
}
