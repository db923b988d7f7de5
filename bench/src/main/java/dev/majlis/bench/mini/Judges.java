package dev.majlis.bench.mini;

import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.train.TrainedScorer;
import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;
import dev.majlis.nn.text.Overflow;
import dev.majlis.nn.text.SequenceLayout;
import dev.majlis.nn.text.TokenSequence;
import dev.majlis.nn.text.TokenizerFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
        try (TokenizerFile tokenizer = TokenizerFile.open(similarity.resolve("tokenizer.json"));
                EncoderModel encoder = EncoderModel.open(similarity, HeadKind.MEAN, 2)) {
            var layout = new SequenceLayout(tokenizer, 256);
            Map<String, float[]> known = new HashMap<>();
            List<Float> values = new ArrayList<>();
            for (Example example : examples) {
                float[] asked = known.computeIfAbsent(example.instruction(), text -> embed(encoder, layout, text));
                for (String choice : example.choices()) {
                    float[] answered = known.computeIfAbsent(choice, text -> embed(encoder, layout, text));
                    float cosine = 0;
                    for (int i = 0; i < asked.length; i++) {
                        cosine += asked[i] * answered[i];
                    }
                    values.add(cosine);
                }
            }
            float[] cosines = new float[values.size()];
            for (int i = 0; i < cosines.length; i++) {
                cosines[i] = values.get(i);
            }
            return cosines;
        }
    }

    private static float[] embed(EncoderModel encoder, SequenceLayout layout, String text) {
        TokenSequence sequence = layout.single(text, Overflow.TRUNCATE_LONGEST, 0);
        return encoder.run(List.of(sequence)).get(0);
    }
}
