package dev.majlis.models.encode;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.nn.NnException;
import java.util.function.Supplier;

/** Failures of the network library in the words of this one. */
final class NetworkFailure {
    private NetworkFailure() {}

    /** Does something; what fails in the network library comes out as a {@code ModelException}. */
    static <T> T translated(Supplier<T> action) {
        try {
            return action.get();
        } catch (NnException e) {
            throw new ModelException(code(e.kind()), e.getMessage(), e);
        }
    }

    private static Code code(NnException.Kind kind) {
        return switch (kind) {
            case CORRUPT -> Code.CORRUPT;
            case UNSUPPORTED -> Code.UNSUPPORTED;
            case INVALID -> Code.INVALID;
            case TOO_LONG -> Code.TOO_LONG;
            case DIVERGED, ENGINE -> Code.ENGINE;
        };
    }
}
