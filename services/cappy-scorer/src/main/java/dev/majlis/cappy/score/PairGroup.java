package dev.majlis.cappy.score;

import dev.majlis.models.encode.PairScorer.Pair;
import java.util.List;

/**
 * The pairs of one item of a request.
 *
 * @param pairs at least one
 * @param pointers one for each pair: how messages name its response
 */
public record PairGroup(List<Pair> pairs, List<String> pointers) {
    public PairGroup {
        pairs = List.copyOf(pairs);
        pointers = List.copyOf(pointers);
        if (pairs.size() != pointers.size()) {
            throw new IllegalArgumentException("%d pairs, %d pointers".formatted(pairs.size(), pointers.size()));
        }
    }
}
