package dev.majlis.cappy.model;

import dev.majlis.models.encode.PairScorer;
import java.util.Optional;

/**
 * One scorer that is to be served.
 *
 * @param name in requests
 * @param state where it stands
 * @param scorer when {@link State#READY}
 * @param hindrance why it is not ready, in words
 * @param published the version that is served, when it is not the catalog's
 * @param refusal the newest published version when it could not be loaded
 */
public record ServedScorer(
        String name,
        State state,
        Optional<PairScorer> scorer,
        Optional<String> hindrance,
        Optional<PublishedScorer> published,
        Optional<Refusal> refusal) {

    /** Life of a served scorer. */
    public enum State {
        LOADING,
        READY,
        /** Could not be loaded; tried again later. */
        FAILED
    }

    /** A version that was not taken, and why. */
    public record Refusal(String version, String reason) {}

    static ServedScorer loading(String name) {
        return new ServedScorer(
                name, State.LOADING, Optional.empty(), Optional.of("is loading"), Optional.empty(), Optional.empty());
    }

    static ServedScorer ready(String name, PairScorer scorer, Optional<PublishedScorer> published) {
        return new ServedScorer(name, State.READY, Optional.of(scorer), Optional.empty(), published, Optional.empty());
    }

    static ServedScorer failed(String name, String why) {
        return new ServedScorer(
                name, State.FAILED, Optional.empty(), Optional.of(why), Optional.empty(), Optional.empty());
    }

    /** The same, with what became of a newer version. */
    ServedScorer refusing(Refusal newest) {
        return new ServedScorer(name, state, scorer, hindrance, published, Optional.of(newest));
    }
}
