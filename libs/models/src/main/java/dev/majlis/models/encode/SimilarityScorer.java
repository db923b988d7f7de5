package dev.majlis.models.encode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Scores a pair by the cosine of the embeddings of instruction and response, in [−1, 1]. No trained judge: it prefers what
 * is about the same thing, and only the order of its scores means something. Each distinct text is encoded once.
 */
public final class SimilarityScorer implements PairScorer {
    private final ScorerModel model;
    private final Encoder encoder;

    /**
     * @param model described as kind {@code PREFERENCE}
     * @param encoder closed with this scorer
     */
    public SimilarityScorer(ScorerModel model, Encoder encoder) {
        this.model = model;
        this.encoder = encoder;
    }

    @Override
    public ScorerModel model() {
        return model;
    }

    @Override
    public CompletionStage<List<PairScore>> score(List<Pair> pairs, EncodeOptions options) {
        Map<String, Integer> places = new LinkedHashMap<>();
        for (Pair pair : pairs) {
            places.putIfAbsent(pair.instruction(), places.size());
            places.putIfAbsent(pair.response(), places.size());
        }
        return Joined.map(encoder.embed(List.copyOf(places.keySet()), options), embeddings -> {
            var scores = new ArrayList<PairScore>(pairs.size());
            for (Pair pair : pairs) {
                scores.add(score(
                        embeddings.get(places.get(pair.instruction())), embeddings.get(places.get(pair.response()))));
            }
            return scores;
        });
    }

    private static PairScore score(Encoder.Embedding a, Encoder.Embedding b) {
        double cosine = 0;
        for (int i = 0; i < a.vector().length; i++) {
            cosine += (double) a.vector()[i] * b.vector()[i];
        }
        return new PairScore((float) cosine, a.tokens() + b.tokens(), a.truncatedTokens() + b.truncatedTokens());
    }

    @Override
    public void close() {
        encoder.close();
    }
}
