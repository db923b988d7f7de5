package dev.majlis.mesh.rest;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.MeshException.FieldError;
import dev.majlis.mesh.error.ProblemSlug;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What JAX-RS and Bean Validation complain about, as the mesh's own failure. */
final class HttpFailures {
    private HttpFailures() {}

    /** A bare HTTP status. */
    static MeshException translate(int status) {
        return switch (status) {
            case 401 -> new MeshException(ProblemSlug.UNAUTHENTICATED, "credentials are missing or wrong");
            case 403 -> new MeshException(ProblemSlug.FORBIDDEN, "not allowed");
            case 404 -> new MeshException(ProblemSlug.NOT_FOUND, "nothing is served at this path");
            case 405 ->
                new MeshException(ProblemSlug.INVALID_REQUEST, "method is not allowed at this path").withStatus(405);
            case 406 ->
                new MeshException(ProblemSlug.INVALID_REQUEST, "no representation fits the Accept header")
                        .withStatus(406);
            case 413 -> new MeshException(ProblemSlug.PAYLOAD_TOO_LARGE, "body is too large");
            case 415 ->
                new MeshException(ProblemSlug.UNSUPPORTED_MEDIA_TYPE, "Content-Type is not supported at this path");
            case 429 -> new MeshException(ProblemSlug.RATE_LIMITED, "too many requests");
            case 503 -> new MeshException(ProblemSlug.OVERLOADED, "not available now");
            case 504 -> new MeshException(ProblemSlug.DEADLINE_EXCEEDED, "no answer in time");
            default ->
                status < 500
                        ? new MeshException(ProblemSlug.INVALID_REQUEST, "request is not acceptable").withStatus(status)
                        : new MeshException(ProblemSlug.INTERNAL, "internal error").withStatus(status);
        };
    }

    /** Empty when a return value is at fault: then the server is wrong, not the client. */
    static Optional<MeshException> translate(ConstraintViolationException failure) {
        List<FieldError> errors = failure.getConstraintViolations().stream()
                .filter(violation ->
                        nodes(violation).stream().noneMatch(node -> node.getKind() == ElementKind.RETURN_VALUE))
                .map(violation -> new FieldError(pointer(violation), violation.getMessage()))
                .sorted(Comparator.comparing(FieldError::pointer).thenComparing(FieldError::message))
                .toList();
        if (errors.isEmpty()) {
            return Optional.empty();
        }
        FieldError first = errors.get(0);
        String rest = errors.size() == 1 ? "" : " (and %d more)".formatted(errors.size() - 1);
        return Optional.of(
                new MeshException(ProblemSlug.INVALID_REQUEST, first.pointer() + ": " + first.message() + rest)
                        .withErrors(errors));
    }

    private static String pointer(ConstraintViolation<?> violation) {
        StringBuilder pointer = new StringBuilder();
        for (Path.Node node : nodes(violation)) {
            boolean outer = node.getKind() == ElementKind.METHOD
                    || node.getKind() == ElementKind.PARAMETER
                    || node.getKind() == ElementKind.CROSS_PARAMETER;
            if (node.isInIterable() && node.getIndex() != null) {
                pointer.append('/').append(node.getIndex());
            } else if (node.isInIterable() && node.getKey() != null) {
                pointer.append('/').append(node.getKey());
            }
            if (!outer && node.getName() != null && node.getKind() == ElementKind.PROPERTY) {
                pointer.append('/').append(node.getName());
            }
        }
        return pointer.isEmpty() ? parameterName(violation) : pointer.toString();
    }

    /** Query and path parameters have no pointer into a body: their name says it. */
    private static String parameterName(ConstraintViolation<?> violation) {
        return nodes(violation).stream()
                .filter(node -> node.getKind() == ElementKind.PARAMETER)
                .map(Path.Node::getName)
                .findFirst()
                .orElse("");
    }

    private static List<Path.Node> nodes(ConstraintViolation<?> violation) {
        return StreamSupport.stream(violation.getPropertyPath().spliterator(), false)
                .toList();
    }
}
