package dev.majlis.cappy.fake;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.ModelHub;
import dev.majlis.models.catalog.CatalogEntry;
import dev.majlis.models.encode.Encoder;
import dev.majlis.models.encode.PairScorer;
import dev.majlis.models.encode.ScorerModel.ScoreKind;
import dev.majlis.models.text.TextEngine;
import java.util.List;

/** A hub of {@link FakeScorer}s, one for each score kind; {@code broken} never loads, nor do entries whose licence is {@code corrupt} or {@code away}. */
public final class FakeHub implements ModelHub {
    @Override
    public List<CatalogEntry> entries() {
        return List.of();
    }

    @Override
    public CatalogEntry entry(String name) {
        throw new ModelException(Code.UNKNOWN_MODEL, "no model '" + name + "'");
    }

    @Override
    public TextEngine openText(String name) {
        throw new ModelException(Code.UNSUPPORTED, "no text here");
    }

    @Override
    public PairScorer openScorer(String name) {
        return switch (name) {
            case "regression" -> new FakeScorer(name, ScoreKind.REGRESSION01);
            case "logit" -> new FakeScorer(name, ScoreKind.LOGIT);
            case "similarity-minilm" -> new FakeScorer(name, ScoreKind.PREFERENCE);
            default -> throw new ModelException(Code.UNAVAILABLE, "no source has the model " + name);
        };
    }

    @Override
    public PairScorer openScorer(CatalogEntry entry) {
        return switch (entry.licence()) {
            case "corrupt" -> throw new ModelException(Code.CORRUPT, "the hash is another one");
            case "away" -> throw new ModelException(Code.UNAVAILABLE, "the store is away");
            default -> new FakeScorer(entry.name(), ScoreKind.REGRESSION01);
        };
    }

    @Override
    public Encoder openEncoder(String name) {
        throw new ModelException(Code.UNSUPPORTED, "no encoder here");
    }
}
