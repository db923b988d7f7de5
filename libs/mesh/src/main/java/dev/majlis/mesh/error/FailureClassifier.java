package dev.majlis.mesh.error;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The one place where a thrown failure becomes a {@link MeshException} and a {@link Kind} (platform §2.6). Services register
 * how their own exceptions translate.
 */
public final class FailureClassifier {
    private final Map<Class<? extends Throwable>, Function<Throwable, MeshException>> translations =
            new LinkedHashMap<>();

    /** What is done about a failure. */
    public enum Kind {
        /** Will fail again: error reply at once. */
        TERMINAL,
        /** May succeed later: delayed retry, then dead letter and error reply. */
        TRANSIENT,
        /** The worker itself is broken: not ready, stop intake. */
        FATAL
    }

    /** Adds a translation; the first that fits the class wins. */
    public <T extends Throwable> FailureClassifier with(Class<T> type, Function<T, MeshException> translation) {
        translations.put(type, failure -> translation.apply(type.cast(failure)));
        return this;
    }

    /** The failure as clients may see it; unknown ones are {@code internal} without detail. */
    public MeshException translate(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof MeshException mesh) {
            return mesh;
        }
        return translations.entrySet().stream()
                .filter(entry -> entry.getKey().isInstance(cause))
                .findFirst()
                .map(entry -> entry.getValue().apply(cause))
                .orElseGet(() -> new MeshException(ProblemSlug.INTERNAL, "internal error", cause));
    }

    /** What to do about it. */
    public Kind classify(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof VirtualMachineError) {
            return Kind.FATAL;
        }
        return switch (translate(cause).slug()) {
            case MODEL_FAILED, OVERLOADED, MODEL_LOADING, INTERNAL -> Kind.TRANSIENT;
            default -> Kind.TERMINAL;
        };
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof java.util.concurrent.CompletionException
                        || cause instanceof java.util.concurrent.ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
