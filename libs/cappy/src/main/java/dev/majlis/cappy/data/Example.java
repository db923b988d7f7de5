package dev.majlis.cappy.data;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One task item of a corpus.
 *
 * @param dataset it belongs to; mismatched negatives never leave it
 * @param template by which the instruction was worded, if known
 * @param row of the underlying item, if known: two templates of one row are the same item twice
 * @param instruction verbatim
 * @param references right responses, at least one
 * @param choices all answers to choose from, right ones too; empty for generation tasks
 * @param samples of a language model, in the order of their decodings
 */
public record Example(
        String dataset,
        Optional<String> template,
        OptionalInt row,
        String instruction,
        List<String> references,
        List<String> choices,
        List<Sample> samples) {
    public Example {
        requireNonNull(dataset, "dataset is null");
        requireNonNull(instruction, "instruction is null");
        references = List.copyOf(references);
        choices = List.copyOf(choices);
        samples = List.copyOf(samples);
        if (references.isEmpty()) {
            throw new IllegalArgumentException("references is empty");
        }
    }

    /** Names the underlying item: the same for all its templates, never the same for two items. */
    public String item() {
        return row.isPresent() ? dataset + "#" + row.getAsInt() : dataset + "?" + TextHash.of(instruction);
    }

    /** Of what is drawn for this example: depends on the instruction, not on its place; 0 to 2³¹ − 1. */
    public long seed(long base) {
        long own = Long.parseUnsignedLong(TextHash.of(instruction).substring(0, 8), 16);
        return (base + own) & Integer.MAX_VALUE;
    }

    /** The same with other choices. */
    public Example withChoices(List<String> others) {
        return new Example(dataset, template, row, instruction, references, others, samples);
    }

    /** The same with other samples. */
    public Example withSamples(List<Sample> others) {
        return new Example(dataset, template, row, instruction, references, choices, others);
    }
}
