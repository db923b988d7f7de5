package dev.majlis.nn.train;

import static java.util.Objects.requireNonNull;

import dev.majlis.nn.text.TokenSequence;

/**
 * A tokenised text with what is to be learnt from it.
 *
 * @param tokens special tokens included
 * @param label a score, a class, or one class a token
 */
public record Labelled<L>(TokenSequence tokens, L label) {
    public Labelled {
        requireNonNull(tokens, "tokens is null");
        requireNonNull(label, "label is null");
    }
}
