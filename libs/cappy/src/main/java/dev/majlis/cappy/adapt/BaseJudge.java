package dev.majlis.cappy.adapt;

import dev.majlis.cappy.train.TrainedScorer;
import dev.majlis.cappy.train.TrainedScorer.Pair;
import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;
import dev.majlis.nn.safetensors.SafetensorsFile;
import dev.majlis.nn.safetensors.TensorInfo;
import dev.majlis.nn.text.Overflow;
import dev.majlis.nn.text.SequenceLayout;
import dev.majlis.nn.text.TokenSequence;
import dev.majlis.nn.text.TokenizerFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a base judges before it is adapted: a scorer by its head; an encoder that has none by the cosine of its embeddings, for that is
 * how it is served.
 */
final class BaseJudge {
    private static final int AT_ONCE = 32;

    private final Path folder;
    private final int maxTokens;
    private final int threads;

    BaseJudge(Path folder, int maxTokens, int threads) {
        this.folder = folder;
        this.maxTokens = maxTokens;
        this.threads = threads;
    }

    float[] score(List<Pair> pairs) {
        if (hasHead()) {
            try (TrainedScorer scorer = TrainedScorer.open(folder, maxTokens, threads)) {
                return scorer.score(pairs);
            }
        }
        return cosines(pairs);
    }

    private boolean hasHead() {
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
            return Stream.of("classifier.weight", "classifier.out_proj.weight")
                    .map(file::find)
                    .flatMap(Optional::stream)
                    .map(TensorInfo::dimensions)
                    .anyMatch(shape -> shape.length == 2 && shape[0] == 1);
        }
    }

    private float[] cosines(List<Pair> pairs) {
        Map<String, float[]> vectors =
                vectors(pairs.stream().flatMap(pair -> Stream.of(pair.instruction(), pair.response())));
        float[] scores = new float[pairs.size()];
        for (int i = 0; i < scores.length; i++) {
            float[] one = vectors.get(pairs.get(i).instruction());
            float[] other = vectors.get(pairs.get(i).response());
            double sum = 0;
            for (int d = 0; d < one.length; d++) {
                sum += (double) one[d] * other[d];
            }
            scores[i] = (float) sum;
        }
        return scores;
    }

    private Map<String, float[]> vectors(Stream<String> texts) {
        try (TokenizerFile tokenizer = TokenizerFile.open(folder.resolve("tokenizer.json"));
                EncoderModel model = EncoderModel.open(folder, HeadKind.MEAN, threads)) {
            var layout = new SequenceLayout(
                    tokenizer, Math.min(maxTokens, model.config().maxTokens()));
            Map<String, TokenSequence> read = new HashMap<>();
            texts.forEach(text ->
                    read.computeIfAbsent(text, missing -> layout.single(missing, Overflow.TRUNCATE_LONGEST, 0)));
            // texts of about one length together, so that little is padded
            List<Map.Entry<String, TokenSequence>> order = new ArrayList<>(read.entrySet());
            order.sort(Comparator.comparing(entry -> entry.getValue().length()));
            Map<String, float[]> vectors = new HashMap<>();
            for (int from = 0; from < order.size(); from += AT_ONCE) {
                var some = order.subList(from, Math.min(order.size(), from + AT_ONCE));
                List<float[]> rows =
                        model.run(some.stream().map(Map.Entry::getValue).toList());
                for (int i = 0; i < some.size(); i++) {
                    vectors.put(some.get(i).getKey(), rows.get(i));
                }
            }
            return vectors;
        }
    }
}
