package dev.majlis.cappy.generate;

import dev.majlis.cappy.data.Example;
import java.util.List;

/**
 * A corpus with responses of a language model.
 *
 * @param examples in input order; those that failed have no samples
 * @param failed how many failed
 */
public record Sampled(List<Example> examples, int failed) {
    public Sampled {
        examples = List.copyOf(examples);
    }
}
