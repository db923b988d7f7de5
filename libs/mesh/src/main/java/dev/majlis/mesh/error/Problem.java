package dev.majlis.mesh.error;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.majlis.mesh.error.MeshException.FieldError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * RFC 9457 problem document, media type {@link #MEDIA_TYPE}: body of an HTTP error and of a record with the header {@code
 * majlis-error} (platform §4.3, schema {@code problem}).
 *
 * @param type {@code urn:majlis:problem:<slug>}
 * @param title the slug in words
 * @param status HTTP status
 * @param detail names the field, the limit and the value seen
 * @param instance path of the request, or {@code urn:uuid:} of the record; null when unknown
 * @param traceId W3C trace id, 32 hexadecimal digits; null when unknown
 * @param retryable whether the same request may succeed later
 * @param code a service's own finer word; null when it has none
 * @param retryAfterMs hint when to try again, milliseconds; null when there is none
 * @param errors the bad fields; null when none is named
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String traceId,
        boolean retryable,
        String code,
        Long retryAfterMs,
        List<FieldError> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";
    private static final String TYPE_PREFIX = "urn:majlis:problem:";

    public static Problem of(MeshException failure, String instance, String traceId) {
        requireNonNull(failure, "failure is null");
        ProblemSlug slug = failure.slug();
        return new Problem(
                TYPE_PREFIX + slug.slug(),
                slug.title(),
                failure.status(),
                failure.getMessage(),
                instance,
                traceId,
                slug.retryable(),
                failure.code().orElse(null),
                failure.retryAfter().map(Duration::toMillis).orElse(null),
                failure.errors().isEmpty() ? null : failure.errors());
    }

    /** The failure this document tells of; a slug that is not ours becomes {@code internal}. */
    public MeshException toException() {
        ProblemSlug slug = Optional.ofNullable(type)
                .filter(name -> name.startsWith(TYPE_PREFIX))
                .flatMap(name -> ProblemSlug.of(name.substring(TYPE_PREFIX.length())))
                .orElse(ProblemSlug.INTERNAL);
        MeshException failure = new MeshException(slug, detail == null ? slug.title() : detail);
        if (status >= 400 && status <= 599 && status != slug.status()) {
            failure = failure.withStatus(status);
        }
        if (code != null) {
            failure = failure.withCode(code);
        }
        if (retryAfterMs != null) {
            failure = failure.withRetryAfter(Duration.ofMillis(retryAfterMs));
        }
        return errors == null ? failure : failure.withErrors(errors);
    }
}
