package dev.majlis.foe.expert;

/** Where the feature columns of an expert come from (foe.md §2.3). */
public enum EmbeddingSource {
    /** The expert gives them itself: probabilities, a score, or its own embedding. */
    ENDPOINT,
    /** The service embeds the input; known before anybody is asked, so one look can decide where to route. */
    PROMPT,
    /** The service embeds the text that the expert wrote. */
    OUTPUT
}
