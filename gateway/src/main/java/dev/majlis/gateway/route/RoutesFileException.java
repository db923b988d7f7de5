package dev.majlis.gateway.route;

/** A routes file that cannot be used; the message begins with the place: {@code line 7, column 11: …}. */
public final class RoutesFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    /**
     * @param line from 1
     * @param column from 1
     */
    public RoutesFileException(int line, int column, String message) {
        super("line %d, column %d: %s".formatted(line, column, message));
        this.line = line;
        this.column = column;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }
}
