package dev.majlis.foe.expert;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Vectors of inputs, made once for each: experts that are asked one after the other about one input share its vector. Thread-safe;
 * keeps the last {@value #KEPT}. Two threads with one input at the same moment may both make its vector.
 */
public final class PromptVectors {
    private static final int KEPT = 512;

    private final Embedder embedder;
    private final Map<String, float[]> kept = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
            return size() > KEPT;
        }
    };

    public PromptVectors(Embedder embedder) {
        this.embedder = requireNonNull(embedder, "embedder is null");
    }

    /** {@code float[width]}; not to be changed. */
    public float[] of(String text) {
        synchronized (kept) {
            float[] known = kept.get(text);
            if (known != null) {
                return known;
            }
        }
        float[] made = embedder.embed(List.of(text))[0];
        synchronized (kept) {
            kept.put(text, made);
        }
        return made;
    }
}
