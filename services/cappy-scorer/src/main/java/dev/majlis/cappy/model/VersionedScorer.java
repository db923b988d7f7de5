package dev.majlis.cappy.model;

import static java.util.Objects.requireNonNull;

import dev.majlis.models.encode.EncodeOptions;
import dev.majlis.models.encode.PairScorer;
import dev.majlis.models.encode.ScorerModel;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A scorer under the name and version by which it was published. */
final class VersionedScorer implements PairScorer {
    private final PairScorer scorer;
    private final ScorerModel model;

    VersionedScorer(PairScorer scorer, PublishedScorer published) {
        this.scorer = requireNonNull(scorer, "scorer is null");
        ScorerModel own = scorer.model();
        this.model = new ScorerModel(
                published.model(),
                published.version(),
                own.kind(),
                own.maxTokens(),
                own.engine(),
                own.sha256(),
                own.tokenizerSha256());
    }

    @Override
    public ScorerModel model() {
        return model;
    }

    @Override
    public CompletionStage<List<PairScore>> score(List<Pair> pairs, EncodeOptions options) {
        return scorer.score(pairs, options);
    }

    @Override
    public void close() {
        scorer.close();
    }
}
