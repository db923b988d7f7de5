package dev.majlis.models.sampling.grammar;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The bytes of all tokens of a vocabulary, sorted, with the length of the prefix that each shares with the one before it:
 * an automaton can be run over all tokens without starting from scratch for each. Immutable.
 */
public final class TokenTexts {

    private final byte[][] pieces;
    private final int[] sorted;
    private final int[] shared;
    private final int longest;

    /** @param piece bytes of a token; empty for tokens without text */
    public TokenTexts(int vocabularySize, IntFunction<byte[]> piece) {
        this.pieces = new byte[vocabularySize][];
        Arrays.setAll(pieces, piece);
        this.sorted = IntStream.range(0, vocabularySize)
                .filter(token -> pieces[token].length > 0)
                .boxed()
                .sorted(Comparator.comparing((Integer token) -> pieces[token], Arrays::compareUnsigned))
                .mapToInt(Integer::intValue)
                .toArray();
        this.shared = new int[sorted.length];
        int most = 0;
        for (int i = 0; i < sorted.length; i++) {
            most = Math.max(most, pieces[sorted[i]].length);
            if (i > 0) {
                int mismatch = Arrays.mismatch(pieces[sorted[i - 1]], pieces[sorted[i]]);
                shared[i] = mismatch < 0 ? pieces[sorted[i]].length : mismatch;
            }
        }
        this.longest = most;
    }

    byte[] piece(int token) {
        return pieces[token];
    }

    int vocabularySize() {
        return pieces.length;
    }

    /** Sets {@code allowed[token]} for every token with text whose bytes the grammar takes from {@code state}. */
    void mark(Grammar grammar, Grammar.State state, boolean[] allowed) {
        Grammar.State[] path = new Grammar.State[longest + 1];
        path[0] = state;
        int reached = 0;
        for (int i = 0; i < sorted.length; i++) {
            byte[] piece = pieces[sorted[i]];
            reached = Math.min(reached, shared[i]);
            while (reached < piece.length && path[reached] != null) {
                path[reached + 1] = grammar.step(path[reached], piece[reached] & 0xFF);
                reached++;
            }
            allowed[sorted[i]] = reached == piece.length && path[reached] != null;
        }
    }
}
