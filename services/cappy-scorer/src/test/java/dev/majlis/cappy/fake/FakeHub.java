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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A hub of {@link FakeScorer}s, one for each score kind; {@code broken} never loads, nor do entries whose licence is {@code corrupt} or {@code away}. */
public final class FakeHub implements ModelHub {
    private final CountDownLatch gate = new CountDownLatch(1);

    private final CountDownLatch atTheGate = new CountDownLatch(1);

    /** Waits until somebody loads an entry with the licence {@code gated}. */
    public void awaitAtTheGate() {
        await(atTheGate);
    }

    /** Lets entries with the licence {@code gated} load. */
    public void openGate() {
        gate.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody came to the gate, or opened it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

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
            case "gated" -> {
                atTheGate.countDown();
                await(gate);
                yield new FakeScorer(entry.name(), ScoreKind.REGRESSION01);
            }
            case "away" -> throw new ModelException(Code.UNAVAILABLE, "the store is away");
            default -> new FakeScorer(entry.name(), ScoreKind.REGRESSION01);
        };
    }

    @Override
    public Encoder openEncoder(String name) {
        throw new ModelException(Code.UNSUPPORTED, "no encoder here");
    }
}
