package dev.majlis.foe.expert;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** One word for each way in which a call of an expert fails; an expert's own word stays as it is. */
public final class CallFailures {
    public static final String TIMEOUT = "TIMEOUT";
    public static final String UNREACHABLE = "UNREACHABLE";
    public static final String OVERLOADED = "OVERLOADED";
    public static final String BAD_ANSWER = "BAD_ANSWER";
    public static final String BAD_INPUT = "BAD_INPUT";
    /** The operator has not named the host. */
    public static final String HOST_NOT_ALLOWED = "HOST_NOT_ALLOWED";
    /** The weights that answered are not those the expert is registered with. */
    public static final String EXPERT_CHANGED = "EXPERT_CHANGED";

    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{1,63}");

    private CallFailures() {}

    public static MeshException badAnswer(String detail) {
        return new MeshException(ProblemSlug.MODEL_FAILED, detail).withCode(BAD_ANSWER);
    }

    public static MeshException hostNotAllowed(String host) {
        return new MeshException(ProblemSlug.FORBIDDEN, host + " is not called: it is not among majlis.foe.calls.hosts")
                .withCode(HOST_NOT_ALLOWED);
    }

    public static MeshException badInput(String detail) {
        return new MeshException(ProblemSlug.INVALID_REQUEST, detail).withCode(BAD_INPUT);
    }

    public static MeshException timeout(String detail) {
        return new MeshException(ProblemSlug.DEADLINE_EXCEEDED, detail).withCode(TIMEOUT);
    }

    public static MeshException unreachable(String detail) {
        return new MeshException(ProblemSlug.MODEL_FAILED, detail).withCode(UNREACHABLE);
    }

    public static MeshException overloaded(String detail) {
        return new MeshException(ProblemSlug.OVERLOADED, detail).withCode(OVERLOADED);
    }

    public static MeshException changed(String registered, String answered) {
        return new MeshException(
                        ProblemSlug.MODEL_FAILED,
                        "version '" + answered + "' answered, the expert is registered with '" + registered + "'")
                .withCode(EXPERT_CHANGED);
    }

    /** Whether a word may stand as a code. */
    public static boolean isCode(String word) {
        return CODE.matcher(word).matches();
    }

    /** The word for a failure, whoever met it. */
    public static String code(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof MeshException known) {
            return known.code().filter(CallFailures::isCode).orElseGet(() -> ofSlug(known.slug()));
        }
        if (cause instanceof TimeoutException || cause instanceof CancellationException) {
            return TIMEOUT;
        }
        return "INTERNAL";
    }

    /** For a person; never a stack or the name of a class of ours. */
    public static String detail(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof MeshException known ? known.getMessage() : "the call failed";
    }

    private static String ofSlug(ProblemSlug slug) {
        return switch (slug) {
            case DEADLINE_EXCEEDED, CANCELLED -> TIMEOUT;
            case OVERLOADED, RATE_LIMITED, MODEL_LOADING -> OVERLOADED;
            default -> slug.name().toUpperCase(Locale.ROOT);
        };
    }

    private static Throwable cause(Throwable failure) {
        boolean wrapped = failure instanceof CompletionException || failure instanceof ExecutionException;
        return wrapped && failure.getCause() != null ? cause(failure.getCause()) : failure;
    }
}
