package dev.majlis.local;

/** Something the user can do something about: one line that says what. */
sealed class LauncherException extends RuntimeException permits RefusedException {
    private static final long serialVersionUID = 1L;

    LauncherException(String message) {
        super(message);
    }

    LauncherException(String message, Throwable cause) {
        super(message, cause);
    }
}
