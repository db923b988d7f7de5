package dev.majlis.models.text;

import java.util.List;

/** Hears of an answer while it is written; called on the engine's thread, in order for each choice. */
public interface GenerationListener {

    /** Hears nothing. */
    GenerationListener NONE = delta -> {};

    /** More text of one choice; incomplete UTF-8 and possible beginnings of stop strings are held back. */
    void onDelta(Delta delta);

    /** One choice has ended. */
    default void onFinish(Choice choice) {}

    /**
     * @param choice index of the answer
     * @param text may be empty when tokens are held back
     * @param tokens number of tokens this delta stands for
     * @param logprobs of these tokens, empty when not asked for
     */
    record Delta(int choice, String text, int tokens, List<TokenLogprob> logprobs) {}
}
