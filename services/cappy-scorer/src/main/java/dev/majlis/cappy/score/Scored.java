package dev.majlis.cappy.score;

import dev.majlis.models.encode.PairScorer.PairScore;
import dev.majlis.models.encode.ScorerModel;
import java.util.ArrayList;
import java.util.List;

/**
 * The scores of one request, in input order.
 *
 * @param model who judged
 * @param pairs one for each pair; raw scores
 * @param tokens read by the model; pairs that occur several times are read once
 * @param millis from the call to the last score
 */
public record Scored(ScorerModel model, List<PairScore> pairs, int tokens, long millis) {
    public Scored {
        pairs = List.copyOf(pairs);
    }

    public List<Double> scores() {
        return pairs.stream().map(pair -> (double) pair.score()).toList();
    }

    /** Tokens dropped to fit, for each pair. */
    public List<Integer> truncatedTokens() {
        return pairs.stream().map(PairScore::truncatedTokens).toList();
    }

    /** Both, one after the other. A model that was exchanged in between is told by its later version. */
    public Scored plus(Scored later) {
        List<PairScore> all = new ArrayList<>(pairs);
        all.addAll(later.pairs);
        return new Scored(later.model, all, tokens + later.tokens, millis + later.millis);
    }

    /** The part of another list that this was computed for. */
    public Scored slice(int from, int to) {
        return new Scored(model, pairs.subList(from, to), tokens, millis);
    }
}
