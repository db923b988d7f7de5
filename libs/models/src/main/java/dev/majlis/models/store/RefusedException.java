package dev.majlis.models.store;

import java.io.IOException;

/** The source answered, and the answer is no; asking again at once helps only for some statuses. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;
    private final int status;

    RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    boolean worthRetrying() {
        return status == 408 || status == 425 || status == 429 || status >= 500;
    }
}
