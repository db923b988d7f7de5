package dev.majlis.foe.error;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.models.ModelException;
import dev.majlis.nn.NnException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Every failure of this service with its code word and status (foe.md §7). Messages name field, limit and value seen. */
public final class Failures {
    private static final int NAMED = 10;

    private Failures() {}

    public static MeshException badJson(String message) {
        return new MeshException(ProblemSlug.INVALID_REQUEST, message).withCode("BAD_JSON");
    }

    public static MeshException invalid(String pointer, String message) {
        return MeshException.invalid(pointer, message).withCode("INVALID_FIELD");
    }

    public static MeshException labelNotInPool(String message) {
        return new MeshException(ProblemSlug.INVALID_REQUEST, message).withCode("LABEL_NOT_IN_POOL");
    }

    public static MeshException emptyDataset() {
        return new MeshException(ProblemSlug.INVALID_REQUEST, "the data set has no usable row")
                .withCode("EMPTY_DATASET");
    }

    /** Beyond a stated limit of size or memory. */
    public static MeshException tooLarge(String message) {
        return new MeshException(ProblemSlug.PAYLOAD_TOO_LARGE, message).withCode("TOO_LARGE");
    }

    public static MeshException probabilitiesInvalid(String message) {
        return unprocessable("PROBABILITIES_INVALID", message);
    }

    public static MeshException dimMismatch(String message) {
        return unprocessable("DIM_MISMATCH", message);
    }

    public static MeshException tooFewRows(String message) {
        return unprocessable("TOO_FEW_ROWS", message);
    }

    public static MeshException singleClass() {
        return unprocessable("SINGLE_CLASS", "all rows have one label; at least two are needed");
    }

    public static MeshException negativeCost(String kind, double value) {
        return unprocessable("NEGATIVE_COST", kind + " is " + value + ", must be finite and at least 0");
    }

    /**
     * Rows that experts were trained on stand among those of the fuser (foe.md §5.1).
     *
     * @param places of all of them, in order; the message names the first ten
     */
    public static MeshException leakedRows(List<String> places) {
        String named = String.join(", ", places.subList(0, Math.min(NAMED, places.size())));
        return unprocessable(
                "LEAKED_ROWS",
                "%d inputs were already used in training the experts: %s%s"
                        .formatted(places.size(), named, places.size() > NAMED ? ", …" : ""));
    }

    /** No choice of λ meets the budget. */
    public static MeshException budgetTooSmall(double budget, double least) {
        return unprocessable("BUDGET_TOO_SMALL", "budget is " + budget + ", the cheapest policy costs " + least);
    }

    /** A stored table or fuser that is not what was written. */
    public static MeshException corrupt(String message) {
        return new MeshException(ProblemSlug.INTERNAL, message).withCode("CORRUPT");
    }

    public static MeshException allExpertsFailed() {
        return new MeshException(ProblemSlug.MODEL_FAILED, "every expert that was asked failed")
                .withStatus(424)
                .withCode("ALL_EXPERTS_FAILED");
    }

    /** The scorer that judges what experts wrote does not answer. */
    public static MeshException scorerFailed(String reason) {
        return new MeshException(ProblemSlug.MODEL_FAILED, "the scorer does not answer: " + reason)
                .withStatus(424)
                .withCode("SCORER_FAILED");
    }

    /** Time was up before one expert had answered. */
    public static MeshException deadline() {
        return new MeshException(ProblemSlug.DEADLINE_EXCEEDED, "no expert answered in time").withCode("DEADLINE");
    }

    /** @param what for example {@code POOL}, of which the code becomes {@code UNKNOWN_POOL} */
    public static MeshException unknown(String what, String id) {
        String shown = id.length() > 60 ? id.substring(0, 60) + "…" : id;
        return new MeshException(
                        ProblemSlug.NOT_FOUND, "there is no %s '%s'".formatted(what.toLowerCase(Locale.ROOT), shown))
                .withCode("UNKNOWN_" + what);
    }

    /** The name is taken, by something else. */
    public static MeshException exists(String what, String id) {
        return conflict("EXISTS", "%s '%s' is there already".formatted(what, id));
    }

    /** It is still needed. */
    public static MeshException inUse(String message) {
        return conflict("IN_USE", message);
    }

    /** Somebody else changed it meanwhile. */
    public static MeshException versionConflict(String id, String expected, String seen) {
        return conflict(
                "VERSION_CONFLICT", "'%s' has version %s, expected_version is %s".formatted(id, seen, expected));
    }

    /** The fuser was trained on another version of an expert. */
    public static MeshException expertChanged(String expert, String trained, String now) {
        return conflict(
                "EXPERT_CHANGED",
                "expert '%s' has version %s, the fuser was trained on %s; allow_stale uses it nevertheless"
                        .formatted(expert, now, trained));
    }

    /** The same idempotency key with another body. */
    public static MeshException keyConflict() {
        return new MeshException(
                        ProblemSlug.IDEMPOTENCY_CONFLICT, "the idempotency key was used before, for another body")
                .withCode("CONFLICT");
    }

    public static MeshException inProgress() {
        return new MeshException(
                        ProblemSlug.REQUEST_IN_PROGRESS, "the first request of this idempotency key still runs")
                .withCode("IN_PROGRESS")
                .withRetryAfter(Duration.ofSeconds(1));
    }

    /** Nothing was trained and promoted yet. */
    public static MeshException noFuser(String pool) {
        return new MeshException(ProblemSlug.UNPROCESSABLE_INPUT, "pool '" + pool + "' has no promoted fuser")
                .withStatus(503)
                .withCode("NO_FUSER");
    }

    /** Rows whose experts were never asked: the outputs job comes first. */
    public static MeshException outputsMissing(String dataset, int rows) {
        return conflict(
                "OUTPUTS_MISSING",
                "of %d rows of data set '%s' none has an output of every expert".formatted(rows, dataset));
    }

    public static MeshException queueFull(int waiting) {
        return tooMany("QUEUE_FULL", waiting + " jobs wait, which is the limit");
    }

    /** More requests than the limit are being answered. */
    public static MeshException busy(int limit) {
        return tooMany("BUSY", limit + " requests are being answered, which is the limit");
    }

    /** Of the encoder that makes embeddings. */
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

    /** Of a network that was trained. */
    public static MeshException of(NnException failure) {
        ProblemSlug slug =
                switch (failure.kind()) {
                    case UNSUPPORTED, INVALID, TOO_LONG, DIVERGED -> ProblemSlug.UNPROCESSABLE_INPUT;
                    case CORRUPT, ENGINE -> ProblemSlug.MODEL_FAILED;
                };
        return new MeshException(slug, failure.getMessage(), failure)
                .withCode(failure.kind().name());
    }

    private static MeshException tooMany(String code, String message) {
        return new MeshException(ProblemSlug.RATE_LIMITED, message)
                .withRetryAfter(Duration.ofSeconds(1))
                .withCode(code);
    }

    private static MeshException conflict(String code, String message) {
        return new MeshException(ProblemSlug.UNPROCESSABLE_INPUT, message)
                .withStatus(409)
                .withCode(code);
    }

    private static MeshException unprocessable(String code, String message) {
        return new MeshException(ProblemSlug.UNPROCESSABLE_INPUT, message).withCode(code);
    }
}
