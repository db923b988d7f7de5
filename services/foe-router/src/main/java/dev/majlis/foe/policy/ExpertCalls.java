package dev.majlis.foe.policy;

import dev.majlis.foe.pool.ExpertSet;
import java.util.Map;

/** Asking experts about one input: live ones, or what was stored. */
public interface ExpertCalls {
    /**
     * Asks all of {@code experts}, at the same time if they are several.
     *
     * @return the features of those that answered, {@code float[width_k]} by expert; those that failed are absent
     */
    Map<Integer, float[]> ask(ExpertSet experts);

    /**
     * Blocks of experts that need no call, such as the embedding of the prompt.
     *
     * @param experts wanted, all of which the council was told are known before
     * @return {@code float[width_k]} for each of them
     */
    default Map<Integer, float[]> known(ExpertSet experts) {
        return Map.of();
    }

    /** Whether the deadline of the input has passed. */
    default boolean timeIsUp() {
        return false;
    }
}
