package dev.majlis.cappy.adapt;

import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.data.Sample;
import dev.majlis.cappy.rouge.RougeL;
import dev.majlis.cappy.rouge.RougeMode;
import java.util.List;

/** What can be picked for an item, and what that is worth: the samples of a generator, or where there are none the choices. */
final class Candidates {
    private static final String CHOICE = "choice";

    private final RougeL rouge = new RougeL();
    private final RougeMode mode;

    Candidates(RougeMode mode) {
        this.mode = mode;
    }

    /** In their order; empty when there is nothing to pick. */
    static List<Sample> of(Example item) {
        return item.samples().isEmpty()
                ? item.choices().stream()
                        .map(choice -> Sample.of(CHOICE, choice))
                        .toList()
                : item.samples();
    }

    static Measure measure(Example item) {
        return item.samples().isEmpty() ? Measure.ACCURACY : Measure.ROUGE_L;
    }

    /** From 0 to 1. */
    double worth(Example item, Sample candidate) {
        return switch (measure(item)) {
            case ACCURACY -> item.references().contains(candidate.response()) ? 1 : 0;
            case ROUGE_L ->
                rouge.score(item.references(), candidate.response(), mode).f();
        };
    }
}
