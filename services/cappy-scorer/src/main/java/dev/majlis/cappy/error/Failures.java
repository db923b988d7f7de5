package dev.majlis.cappy.error;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.MeshException.FieldError;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.models.ModelException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Every failure of this service with its code word and status (cappy.md §7). Messages name field, limit and value seen. */
public final class Failures {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration WITHOUT_TRAINER = Duration.ofSeconds(5);
    private static final Duration WHILE_LOADING = Duration.ofSeconds(2);

    private Failures() {}

    public static MeshException badJson(String message) {
        return new MeshException(ProblemSlug.INVALID_REQUEST, message).withCode("BAD_JSON");
    }

    /** A value of the wrong type or outside its range. */
    public static MeshException invalid(String pointer, String message) {
        return MeshException.invalid(pointer, message).withCode("INVALID_FIELD");
    }

    /** Text that is no Unicode, or holds a NUL. */
    public static MeshException invalidText(String pointer, String message) {
        return MeshException.invalid(pointer, message).withCode("INVALID_TEXT");
    }

    public static MeshException missing(String pointer) {
        return MeshException.invalid(pointer, "is required").withCode("MISSING_FIELD");
    }

    public static MeshException emptyBatch(String pointer) {
        return MeshException.invalid(pointer, "is empty; at least one is needed")
                .withCode("EMPTY_BATCH");
    }

    public static MeshException lengthMismatch(String pointer, String message) {
        return MeshException.invalid(pointer, message).withCode("LENGTH_MISMATCH");
    }

    public static MeshException duplicateChoice(String pointer, int first) {
        return MeshException.invalid(pointer, "is equal to choice " + first).withCode("DUPLICATE_CHOICE");
    }

    /** A feature that exists elsewhere but not here: refused by name instead of ignored. */
    public static MeshException unsupported(String pointer, String message) {
        return MeshException.invalid(pointer, message).withCode("UNSUPPORTED");
    }

    public static MeshException tooMany(String pointer, int seen, int limit) {
        String message = "%d candidates, the limit is %d for a request".formatted(seen, limit);
        return new MeshException(ProblemSlug.PAYLOAD_TOO_LARGE, pointer + ": " + message)
                .withErrors(List.of(new FieldError(pointer, message)))
                .withCode("TOO_MANY_CANDIDATES");
    }

    public static MeshException bodyTooLarge(String seen, long limit) {
        return new MeshException(
                        ProblemSlug.PAYLOAD_TOO_LARGE, "body is %s bytes, the limit is %d bytes".formatted(seen, limit))
                .withCode("PAYLOAD_TOO_LARGE");
    }

    /** Only with {@code overflow=error}; names every text that does not fit. */
    public static MeshException tooLong(List<FieldError> errors) {
        return unprocessable("TOO_LONG", errors);
    }

    /** Well-formed but impossible. */
    public static MeshException unprocessable(String code, List<FieldError> errors) {
        return new MeshException(ProblemSlug.UNPROCESSABLE_INPUT, summary(errors))
                .withErrors(errors)
                .withCode(code);
    }

    /** Abstaining needs probabilities. */
    public static MeshException notCalibrated(String who) {
        return unprocessable(
                "NOT_CALIBRATED",
                List.of(new FieldError(
                        "/abstain_below",
                        "%s gives no probabilities; see /cappy/v1/models/{model}/calibration".formatted(who))));
    }

    public static MeshException nonFinite(List<FieldError> errors) {
        return new MeshException(ProblemSlug.MODEL_FAILED, summary(errors))
                .withStatus(424)
                .withErrors(errors)
                .withCode("NON_FINITE_SCORE");
    }

    public static MeshException unknownModel(String name, Collection<String> known) {
        return new MeshException(
                        ProblemSlug.UNKNOWN_MODEL,
                        "no scorer '%s' is served here; served: %s".formatted(name, String.join(", ", known)))
                .withCode("UNKNOWN_MODEL");
    }

    public static MeshException loading(String message) {
        return new MeshException(ProblemSlug.MODEL_LOADING, message)
                .withRetryAfter(WHILE_LOADING)
                .withCode("MODEL_LOADING");
    }

    /** A full queue is a matter of the client's rate, hence 429. */
    public static MeshException overloaded(String message) {
        return overloaded(message, SOON);
    }

    /** @param retryAfter when it might fit; at least a second */
    public static MeshException overloaded(String message, Duration retryAfter) {
        return new MeshException(ProblemSlug.OVERLOADED, message)
                .withStatus(429)
                .withRetryAfter(retryAfter.compareTo(SOON) < 0 ? SOON : retryAfter)
                .withCode("OVERLOADED");
    }

    public static MeshException deadline() {
        return new MeshException(ProblemSlug.DEADLINE_EXCEEDED, "the scores were not ready before the deadline")
                .withCode("DEADLINE_EXCEEDED");
    }

    /** An idempotency key that was used for another body. */
    public static MeshException conflict() {
        return new MeshException(
                        ProblemSlug.IDEMPOTENCY_CONFLICT, "the idempotency key was used before, for another body")
                .withStatus(409)
                .withCode("CONFLICT");
    }

    /** An idempotency key whose answer somebody else is working on. */
    public static MeshException inProgress() {
        return new MeshException(
                        ProblemSlug.REQUEST_IN_PROGRESS, "the answer to this idempotency key is being computed")
                .withRetryAfter(SOON)
                .withCode("IN_PROGRESS");
    }

    /** Nobody takes what is meant for the trainer, or nobody answers in time. */
    public static MeshException trainerAbsent(MeshException cause) {
        return new MeshException(
                        ProblemSlug.OVERLOADED,
                        "no trainer answered; adaptations need one: start it with ./majlis up --all",
                        cause)
                .withRetryAfter(WITHOUT_TRAINER)
                .withCode("TRAINER_ABSENT");
    }

    public static MeshException unknownAdaptation(String id) {
        return new MeshException(
                        ProblemSlug.NOT_FOUND,
                        "there is no adaptation '%s'".formatted(id.length() > 64 ? id.substring(0, 64) + "…" : id))
                .withCode("UNKNOWN_ADAPTATION");
    }

    /** What cannot be taken back. */
    public static MeshException notCurrent(String message) {
        return new MeshException(ProblemSlug.UNPROCESSABLE_INPUT, message)
                .withStatus(409)
                .withCode("NOT_CURRENT");
    }

    /** What the model library complains about, in this service's words. */
    public static MeshException of(ModelException failure) {
        String message = failure.getMessage();
        return switch (failure.code()) {
            case UNKNOWN_MODEL -> new MeshException(ProblemSlug.UNKNOWN_MODEL, message).withCode("UNKNOWN_MODEL");
            case TOO_LONG -> new MeshException(ProblemSlug.UNPROCESSABLE_INPUT, message).withCode("TOO_LONG");
            case OVERLOADED -> overloaded(message);
            case DEADLINE -> deadline();
            case LOADING, UNAVAILABLE -> loading(message);
            case UNSUPPORTED, INVALID ->
                new MeshException(ProblemSlug.INVALID_REQUEST, message, failure).withCode("INVALID_FIELD");
            case ENGINE, CORRUPT, UNSAFE_FORMAT ->
                new MeshException(ProblemSlug.MODEL_FAILED, message, failure)
                        .withStatus(424)
                        .withCode("INFERENCE_FAILED");
        };
    }

    /** Several bad places of one request as one failure: all are named, the first decides kind and code. */
    public static MeshException all(List<MeshException> failures) {
        MeshException first = failures.get(0);
        if (failures.size() == 1) {
            return first;
        }
        List<FieldError> errors =
                failures.stream().flatMap(failure -> failure.errors().stream()).toList();
        MeshException joined = new MeshException(first.slug(), summary(errors), first)
                .withStatus(first.status())
                .withErrors(errors);
        return first.code().map(joined::withCode).orElse(joined);
    }

    private static String summary(List<FieldError> errors) {
        return errors.stream()
                .limit(8)
                .map(error -> error.pointer() + ": " + error.message())
                .collect(Collectors.joining(
                        "; ", "", errors.size() > 8 ? "; and %d more".formatted(errors.size() - 8) : ""));
    }
}
