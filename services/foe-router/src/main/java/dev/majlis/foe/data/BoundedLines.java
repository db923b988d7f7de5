package dev.majlis.foe.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/** Lines of at most a number of characters; the rest of a longer one is skipped, never held. */
final class BoundedLines {
    private final BufferedReader reader;
    private final int limit;

    BoundedLines(Reader reader, int limit) {
        this.reader = new BufferedReader(reader);
        this.limit = limit;
    }

    /** @param tooLong whether the text was cut at the limit */
    record Line(String text, boolean tooLong) {}

    Optional<Line> next() throws IOException {
        StringBuilder line = new StringBuilder();
        boolean tooLong = false;
        int next = reader.read();
        if (next < 0) {
            return Optional.empty();
        }
        while (next >= 0 && next != '\n') {
            if (line.length() < limit) {
                line.append((char) next);
            } else {
                tooLong = true;
            }
            next = reader.read();
        }
        return Optional.of(new Line(line.toString(), tooLong));
    }
}
