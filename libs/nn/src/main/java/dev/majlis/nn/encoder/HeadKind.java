package dev.majlis.nn.encoder;

/** What stands on the encoder's last hidden state. */
public enum HeadKind {
    /**
     * One row of numbers per text from the first token, raw. RoBERTa: {@code out_proj(tanh(dense(h)))}; BERT: {@code
     * classifier(tanh(pooler(h)))} (cappy §2.1).
     */
    SEQUENCE(true),
    /** One row of numbers per token. */
    TOKENS(true),
    /** Mean of the tokens' vectors, unit length. */
    MEAN(false),
    /** The first token's vector, unit length. */
    FIRST(false);

    private final boolean trained;

    HeadKind(boolean trained) {
        this.trained = trained;
    }

    /** Whether the head has weights of its own. */
    public boolean trained() {
        return trained;
    }
}
