package dev.majlis.models;

import java.time.Duration;
import java.util.Optional;

/** A model or its engine could not do what was asked; {@link #code()} says which kind, the message what to do next. */
public class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The kinds; each maps to one problem slug of the mesh. */
    public enum Code {
        /** No such name in the catalog. */
        UNKNOWN_MODEL,
        /** No source could be reached or none holds the file. */
        UNAVAILABLE,
        /** A file's SHA-256 or length is not the catalog's. */
        CORRUPT,
        /** Pickle and other formats that run code when opened. */
        UNSAFE_FORMAT,
        /** The engine lacks a capability that the request needs. */
        UNSUPPORTED,
        /** A value outside its range. */
        INVALID,
        /** More tokens than the context holds. */
        TOO_LONG,
        /** A queue is full; try again later. */
        OVERLOADED,
        /** The deadline passed before the work was done. */
        DEADLINE,
        /** Still loading. */
        LOADING,
        /** The engine failed; the same request may succeed on another. */
        ENGINE
    }

    private final Code code;

    /** Null where nobody said when to try again. */
    private final Duration retryAfter;

    public ModelException(Code code, String message) {
        super(message);
        this.code = code;
        this.retryAfter = null;
    }

    /** Refused for now. */
    public ModelException(Code code, String message, Duration retryAfter) {
        super(message);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    public ModelException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.retryAfter = null;
    }

    public Code code() {
        return code;
    }

    /** When to try again, where the one who refused has said so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
