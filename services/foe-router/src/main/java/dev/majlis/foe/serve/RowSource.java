package dev.majlis.foe.serve;

import java.io.IOException;
import java.util.Optional;

/** Rows in the form they come, one after the other. Not thread-safe. */
public interface RowSource {
    /** The next one; empty at the end. */
    Optional<RawRow> next() throws IOException;
}
