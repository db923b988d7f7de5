package dev.majlis.foe.error;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;

/** Every failure of this service with its code word and status (foe.md §7). Messages name field, limit and value seen. */
public final class Failures {
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

    /** Rows that experts were trained on stand among those of the fuser (foe.md §5.1). */
    public static MeshException leakedRows(int count, int first) {
        return unprocessable(
                "LEAKED_ROWS", count + " inputs were already used in training the experts, the first is row " + first);
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

    /** Time was up before one expert had answered. */
    public static MeshException deadline() {
        return new MeshException(ProblemSlug.DEADLINE_EXCEEDED, "no expert answered in time").withCode("DEADLINE");
    }

    private static MeshException unprocessable(String code, String message) {
        return new MeshException(ProblemSlug.UNPROCESSABLE_INPUT, message).withCode(code);
    }
}
