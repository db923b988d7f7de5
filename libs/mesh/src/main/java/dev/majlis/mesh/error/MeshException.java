package dev.majlis.mesh.error;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The one failure of the mesh: everything a client may learn about what went wrong, and no more. One mapper turns it into
 * problem+json, OpenAI and Open Inference Protocol errors (platform §4.3).
 */
public class MeshException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemSlug slug;
    private final transient Optional<String> code;
    private final transient Optional<Integer> status;
    private final transient Optional<Duration> retryAfter;
    private final transient List<FieldError> errors;

    public MeshException(ProblemSlug slug, String detail) {
        this(slug, detail, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), null);
    }

    public MeshException(ProblemSlug slug, String detail, Throwable cause) {
        this(slug, detail, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), cause);
    }

    private MeshException(
            ProblemSlug slug,
            String detail,
            Optional<String> code,
            Optional<Integer> status,
            Optional<Duration> retryAfter,
            List<FieldError> errors,
            Throwable cause) {
        super(detail, cause);
        this.slug = requireNonNull(slug, "slug is null");
        this.code = code;
        this.status = status;
        this.retryAfter = retryAfter;
        this.errors = List.copyOf(errors);
    }

    /** One bad field: RFC 6901 pointer into the body, and what is wrong there. */
    public record FieldError(String pointer, String message) {}

    /** A bad field of a request body. */
    public static MeshException invalid(String pointer, String message) {
        return new MeshException(ProblemSlug.INVALID_REQUEST, pointer + ": " + message)
                .withErrors(List.of(new FieldError(pointer, message)));
    }

    /** The same failure with a service's own fine-grained word, for example {@code EMPTY_BATCH}. */
    public MeshException withCode(String newCode) {
        return new MeshException(slug, getMessage(), Optional.of(newCode), status, retryAfter, errors, getCause());
    }

    /** The same failure with an HTTP status that is more exact than the slug's own. */
    public MeshException withStatus(int newStatus) {
        return new MeshException(slug, getMessage(), code, Optional.of(newStatus), retryAfter, errors, getCause());
    }

    /** The same failure with a hint when to try again. */
    public MeshException withRetryAfter(Duration after) {
        return new MeshException(slug, getMessage(), code, status, Optional.of(after), errors, getCause());
    }

    /** The same failure with the fields that caused it. */
    public MeshException withErrors(List<FieldError> newErrors) {
        return new MeshException(slug, getMessage(), code, status, retryAfter, newErrors, getCause());
    }

    public ProblemSlug slug() {
        return slug;
    }

    public Optional<String> code() {
        return code;
    }

    public int status() {
        return status.orElse(slug.status());
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    public List<FieldError> errors() {
        return errors;
    }
}
