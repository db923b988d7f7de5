package dev.majlis.foe.expert;

import java.util.List;

/** Turns texts into vectors for experts that give none. Thread-safe; blocks. */
public interface Embedder {
    /** Columns of a vector. */
    int width();

    /** One vector of length 1 for each text: {@code float[texts][width]}. */
    float[][] embed(List<String> texts);
}
