package dev.majlis.bench.mini;

import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.train.TrainedScorer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What models think of the choices of examples. */
final class Judges {
    private static final int TOKENS = 512;
    private static final int THREADS = 2;

    private Judges() {}

    /** Raw scores of all choices, in the order of the examples and of their choices. */
    static float[] scores(Path model, List<Example> examples) {
        List<TrainedScorer.Pair> pairs = examples.stream()
                .flatMap(example ->
                        example.choices().stream().map(choice -> new TrainedScorer.Pair(example.instruction(), choice)))
                .toList();
        try (TrainedScorer scorer = TrainedScorer.open(model, TOKENS, THREADS)) {
            return scorer.score(pairs);
        }
    }

    /** Cosines of the embeddings of instruction and choice, in the same order. */
    static float[] cosines(Path similarity, List<Example> examples) {
        try (var embedder = new Embedder(similarity, THREADS)) {
            Map<String, float[]> vectors = embedder.of(examples.stream()
                    .flatMap(example -> Stream.concat(Stream.of(example.instruction()), example.choices().stream()))
                    .toList());
            List<Float> values = new ArrayList<>();
            for (Example example : examples) {
                float[] asked = vectors.get(example.instruction());
                example.choices().forEach(choice -> values.add(Embedder.cosine(asked, vectors.get(choice))));
            }
            float[] cosines = new float[values.size()];
            for (int i = 0; i < cosines.length; i++) {
                cosines[i] = values.get(i);
            }
            return cosines;
        }
    }
}
