package dev.majlis.models.remote;

import java.util.Locale;

/** What an OpenAI-style server understands beyond OpenAI's own fields. */
public enum Dialect {
    /** {@code n} in one request (choice i draws from seed + i), top_k, min_p, repetition_penalty, min_tokens. */
    VLLM,
    /** One answer a request; top_k, min_p, repeat_penalty, grammar. */
    LLAMA_SERVER,
    /** Nothing beyond the standard. */
    OPENAI;

    /** The name in the catalog. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether one request may ask for several answers and still keep seed + i. */
    boolean manyChoices() {
        return this == VLLM;
    }
}
