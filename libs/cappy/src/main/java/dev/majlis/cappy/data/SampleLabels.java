package dev.majlis.cappy.data;

import dev.majlis.cappy.rouge.RougeL;
import dev.majlis.cappy.rouge.RougeMode;
import java.util.List;

/** The parts that pre-training and adaptation have in common. */
final class SampleLabels {
    private SampleLabels() {}

    static void addReferences(List<Example> examples, PairBook book) {
        for (Example example : examples) {
            for (String reference : example.references()) {
                book.add(new LabelledPair(example.instruction(), reference, 1, Origin.REFERENCE));
            }
        }
    }

    /** Labelled by the F of Rouge-L against the best of the references. */
    static void addSamples(List<Example> examples, RougeL rouge, RougeMode mode, PairBook book) {
        for (Example example : examples) {
            for (Sample sample : example.samples()) {
                double label = book.has(example.instruction(), sample.response())
                        ? 0
                        : rouge.score(example.references(), sample.response(), mode)
                                .f();
                book.add(new LabelledPair(example.instruction(), sample.response(), label, Origin.SAMPLE));
            }
        }
    }
}
