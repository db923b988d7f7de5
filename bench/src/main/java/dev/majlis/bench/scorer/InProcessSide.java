package dev.majlis.bench.scorer;

import dev.majlis.models.batch.BatchSettings;
import dev.majlis.models.encode.EncodeEngine;
import dev.majlis.models.encode.EncodeOptions;
import dev.majlis.models.encode.EncoderEngines;
import dev.majlis.models.encode.EncoderFiles;
import dev.majlis.models.encode.PairScorer;
import dev.majlis.models.encode.PairScorer.Pair;
import dev.majlis.models.encode.ScorerModel;
import dev.majlis.models.encode.ScorerModel.ScoreKind;
import dev.majlis.nn.onnx.Precision;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Our scorer as a library, as the services open it: ONNX Runtime behind the batcher. */
final class InProcessSide implements Side {
    private final String name;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PairScorer scorer;
    private final List<Pair> pairs;

    InProcessSide(ScorerFiles files, Precision precision, Pairs pairs, int threads) {
        this.name = "Majlis in process, " + precision.name().toLowerCase(Locale.ROOT);
        this.pairs = pairs.list();
        this.scorer = EncoderEngines.openScorer(
                new ScorerModel("bench", "1", ScoreKind.LOGIT, 0, "onnxruntime", "", ""),
                new EncoderFiles(
                        files.onnx(precision),
                        files.tokenizer(),
                        Optional.of(files.folder().resolve("config.json"))),
                new EncodeEngine(
                        BatchSettings.small("bench"), Pairs.MOST_TOKENS, threads, Clock.systemUTC(), registry));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Whole all() {
        double read = tokens("read");
        double padding = tokens("padding");
        long began = System.nanoTime();
        float[] scores = score(pairs);
        double seconds = (System.nanoTime() - began) / 1e9;
        read = tokens("read") - read;
        padding = tokens("padding") - padding;
        return new Whole(scores, seconds, padding / (padding + read));
    }

    @Override
    public Load load(int callers, Duration length) {
        return ClosedLoop.run(pairs, callers, length, this::score);
    }

    private float[] score(List<Pair> some) {
        var scores = scorer.score(some, EncodeOptions.defaults())
                .toCompletableFuture()
                .join();
        float[] values = new float[scores.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = scores.get(i).score();
        }
        return values;
    }

    private double tokens(String kind) {
        return registry.get("majlis.worker.batch.tokens")
                .tag("kind", kind)
                .counter()
                .count();
    }

    @Override
    public void close() {
        scorer.close();
    }
}
