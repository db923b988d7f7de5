package dev.majlis.jaischat;

/**
 * How much one request may ask for (jais.md §7.2).
 *
 * @param maxChoices answers to one prompt
 * @param maxTotalTokens answers × longest answer
 * @param defaultMaxTokens longest chat answer when the client names none
 */
public record Limits(int maxChoices, int maxTotalTokens, int defaultMaxTokens) {
    /** Stop strings of the client. */
    public static final int MAX_STOPS = 4;

    /** Characters of a stop string. */
    public static final int MAX_STOP_LENGTH = 64;

    /** Alternatives for each token. */
    public static final int MAX_TOP_LOGPROBS = 20;

    /** Tokens whose logit a request may shift. */
    public static final int MAX_BIASES = 1024;

    /** Tokens that must be left for an answer. */
    public static final int MIN_ROOM = 4;

    /** Longest text completion when the client names none: OpenAI's default. */
    public static final int DEFAULT_TEXT_TOKENS = 16;

    /** 16 choices, 16,384 tokens in all, 512 for a chat answer. */
    public static Limits defaults() {
        return new Limits(16, 16_384, 512);
    }
}
