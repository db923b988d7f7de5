package dev.majlis.trainer.error;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.MeshException.FieldError;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.models.ModelException;
import dev.majlis.nn.NnException;
import java.time.Duration;
import java.util.List;

/** Every failure of this service with its code word. Messages name field, limit and value seen. */
public final class Failures {
    private static final Duration SOON = Duration.ofSeconds(5);

    private Failures() {}

    public static MeshException unknownJob(String id) {
        return new MeshException(ProblemSlug.NOT_FOUND, "there is no job '%s'".formatted(shown(id)))
                .withCode("UNKNOWN_JOB");
    }

    public static MeshException unknownTask(String name, List<String> known) {
        return MeshException.invalid("/task", "'%s' is not one of %s".formatted(shown(name), String.join(", ", known)))
                .withCode("UNKNOWN_TASK");
    }

    public static MeshException notEnded(String id, String state) {
        return new MeshException(ProblemSlug.REQUEST_IN_PROGRESS, "job %s is %s".formatted(id, state))
                .withRetryAfter(SOON)
                .withCode("NOT_ENDED");
    }

    public static MeshException notSucceeded(String id, String state) {
        return new MeshException(
                        ProblemSlug.UNPROCESSABLE_INPUT,
                        "job %s is %s: only what a job has made can be published".formatted(id, state))
                .withCode("NOT_SUCCEEDED");
    }

    /** What was made is not surely better than what is there; there is no way around it. */
    public static MeshException notProven(String id, String why) {
        return new MeshException(
                        ProblemSlug.UNPROCESSABLE_INPUT, "what job %s has made is not published: %s".formatted(id, why))
                .withStatus(409)
                .withCode("NOT_PROVEN");
    }

    public static MeshException queueFull(int waiting) {
        return new MeshException(ProblemSlug.OVERLOADED, "%d jobs wait, which is the limit".formatted(waiting))
                .withStatus(429)
                .withRetryAfter(SOON)
                .withCode("QUEUE_FULL");
    }

    public static MeshException conflict() {
        return new MeshException(
                        ProblemSlug.IDEMPOTENCY_CONFLICT, "the idempotency key was used before, for another body")
                .withCode("CONFLICT");
    }

    /** A row that cannot be used. */
    public static MeshException badRow(long line, String message) {
        return new MeshException(ProblemSlug.UNPROCESSABLE_INPUT, "/data: line %d: %s".formatted(line, message))
                .withErrors(List.of(new FieldError("/data", "line %d: %s".formatted(line, message))))
                .withCode("BAD_ROW");
    }

    /** Data that cannot be had or be used at all. */
    public static MeshException badData(String pointer, String message) {
        return new MeshException(ProblemSlug.UNPROCESSABLE_INPUT, pointer + ": " + message)
                .withErrors(List.of(new FieldError(pointer, message)))
                .withCode("BAD_DATA");
    }

    /** Nothing can be told apart. */
    public static MeshException singleClass(String label) {
        String message = "all rows have the label '%s'; at least two are needed".formatted(shown(label));
        return new MeshException(ProblemSlug.UNPROCESSABLE_INPUT, "/data: " + message)
                .withErrors(List.of(new FieldError("/data", message)))
                .withCode("SINGLE_CLASS");
    }

    public static MeshException dataTooLarge(String message) {
        return new MeshException(ProblemSlug.PAYLOAD_TOO_LARGE, "/data: " + message)
                .withErrors(List.of(new FieldError("/data", message)))
                .withCode("DATA_TOO_LARGE");
    }

    /** A job that brought its process down again and again. */
    public static MeshException crashed(int attempts) {
        return new MeshException(
                        ProblemSlug.MODEL_FAILED,
                        "the process ended %d times while it ran this job, which is not tried again"
                                .formatted(attempts))
                .withCode("CRASHED");
    }

    public static MeshException of(ModelException failure) {
        ProblemSlug slug =
                switch (failure.code()) {
                    case UNKNOWN_MODEL -> ProblemSlug.UNKNOWN_MODEL;
                    case UNAVAILABLE, LOADING, OVERLOADED -> ProblemSlug.MODEL_LOADING;
                    case DEADLINE -> ProblemSlug.DEADLINE_EXCEEDED;
                    case TOO_LONG, UNSUPPORTED, INVALID -> ProblemSlug.UNPROCESSABLE_INPUT;
                    case ENGINE, CORRUPT, UNSAFE_FORMAT -> ProblemSlug.MODEL_FAILED;
                };
        return new MeshException(slug, failure.getMessage(), failure)
                .withCode(failure.code().name());
    }

    public static MeshException of(NnException failure) {
        ProblemSlug slug =
                switch (failure.kind()) {
                    case UNSUPPORTED, INVALID, TOO_LONG, DIVERGED -> ProblemSlug.UNPROCESSABLE_INPUT;
                    case CORRUPT, ENGINE -> ProblemSlug.MODEL_FAILED;
                };
        return new MeshException(slug, failure.getMessage(), failure)
                .withCode(failure.kind().name());
    }

    /** A name from outside, short enough for a message. */
    public static String shown(String name) {
        return name.length() > 60 ? name.substring(0, 60) + "…" : name;
    }
}
