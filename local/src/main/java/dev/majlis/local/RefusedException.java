package dev.majlis.local;

/** The gateway has refused a request; the message is its own. */
final class RefusedException extends LauncherException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status of HTTP */
    RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
