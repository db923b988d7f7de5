package dev.majlis.models.store;

import java.io.IOException;

/** The source's host cannot be reached at all; another try at once is a waste of the user's time. */
final class UnreachableException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
