package dev.majlis.models.sampling;

/** Which tokens may come next, for example after a grammar. */
public interface TokenFilter {

    /** Everything is allowed. */
    TokenFilter ALL = new TokenFilter() {
        @Override
        public boolean allows(int token) {
            return true;
        }

        @Override
        public void mask(float[] logits) {}
    };

    /** Whether this token may come next. */
    boolean allows(int token);

    /** Sets the logit of every token that may not come next to −∞. */
    void mask(float[] logits);
}
