package dev.majlis.models.sampling.grammar;

import dev.majlis.models.sampling.TokenFilter;
import java.util.Arrays;

/** Follows one answer through a grammar: only tokens that keep it a beginning of a sentence may come next. */
public final class GrammarFilter implements TokenFilter {

    private final Grammar grammar;
    private final TokenTexts texts;
    private final int[] endTokens;
    private final boolean[] allowed;
    private Grammar.State state;

    /** @param endTokens sorted ids that may come where the grammar can end */
    public GrammarFilter(Grammar grammar, TokenTexts texts, int[] endTokens) {
        this.grammar = grammar;
        this.texts = texts;
        this.endTokens = endTokens;
        this.allowed = new boolean[texts.vocabularySize()];
        this.state = grammar.start();
    }

    @Override
    public boolean allows(int token) {
        if (Arrays.binarySearch(endTokens, token) >= 0) {
            return state.accepting();
        }
        return texts.piece(token).length > 0 && after(token) != null;
    }

    @Override
    public void mask(float[] logits) {
        Arrays.fill(allowed, false);
        texts.mark(grammar, state, allowed);
        for (int end : endTokens) {
            allowed[end] = state.accepting();
        }
        for (int token = 0; token < logits.length; token++) {
            if (!allowed[token]) {
                logits[token] = Float.NEGATIVE_INFINITY;
            }
        }
    }

    /** Moves on by a token that {@link #allows} allowed and that ends nothing. */
    public void accept(int token) {
        state = after(token);
    }

    /** Whether the sentence is complete and nothing can follow. */
    public boolean isComplete() {
        return state.isFinal();
    }

    private Grammar.State after(int token) {
        Grammar.State reached = state;
        for (byte b : texts.piece(token)) {
            reached = grammar.step(reached, b & 0xFF);
            if (reached == null) {
                return null;
            }
        }
        return reached;
    }
}
