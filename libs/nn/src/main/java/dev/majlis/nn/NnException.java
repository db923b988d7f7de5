package dev.majlis.nn;

import static java.util.Objects.requireNonNull;

/** Something in a file, a model or a training run is not as it must be; {@link #kind()} says which sort. */
public final class NnException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The sorts. */
    public enum Kind {
        /** A file is broken or does not hold what it must; the message names the byte where one is to blame. */
        CORRUPT,
        /** A sound file of a model or type that is not handled here. */
        UNSUPPORTED,
        /** A setting outside its range. */
        INVALID,
        /** More tokens than the model reads. */
        TOO_LONG,
        /** A loss or gradient is not finite. */
        DIVERGED,
        /** The engine or the disk failed. */
        ENGINE
    }

    private final Kind kind;

    public NnException(Kind kind, String message) {
        super(message);
        this.kind = requireNonNull(kind, "kind is null");
    }

    public NnException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = requireNonNull(kind, "kind is null");
    }

    public Kind kind() {
        return kind;
    }
}
