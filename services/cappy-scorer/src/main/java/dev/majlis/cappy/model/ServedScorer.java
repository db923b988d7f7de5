package dev.majlis.cappy.model;

import dev.majlis.models.encode.PairScorer;
import java.util.Optional;

/**
 * One scorer that is to be served.
 *
 * @param name in the catalog
 * @param state where it stands
 * @param scorer when {@link State#READY}
 * @param hindrance why it is not ready, in words
 */
public record ServedScorer(String name, State state, Optional<PairScorer> scorer, Optional<String> hindrance) {

    /** Life of a served scorer. */
    public enum State {
        LOADING,
        READY,
        /** Could not be loaded; tried again later. */
        FAILED
    }

    static ServedScorer loading(String name) {
        return new ServedScorer(name, State.LOADING, Optional.empty(), Optional.of("is loading"));
    }

    static ServedScorer ready(String name, PairScorer scorer) {
        return new ServedScorer(name, State.READY, Optional.of(scorer), Optional.empty());
    }

    static ServedScorer failed(String name, String why) {
        return new ServedScorer(name, State.FAILED, Optional.empty(), Optional.of(why));
    }
}
