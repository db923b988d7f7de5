package dev.majlis.nn.classify;

import dev.majlis.nn.mlp.MlpInput;
import java.util.List;

/** Turns texts into rows of a perceptron. Thread-safe as far as its encoder is. */
public sealed interface TextFeatures permits Ngrams, Embedding {

    /** Columns of a row. */
    int width();

    /** One row a text. */
    List<MlpInput> of(List<String> texts);
}
