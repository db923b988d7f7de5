package dev.majlis.bench.mini;

import dev.majlis.cappy.data.Example;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rows of one source.
 *
 * @param name of the data set
 * @param licence under which it may be used
 * @param files that were read, with their SHA-256
 * @param train rows to learn from
 * @param heldOut rows that are never learnt from
 */
record Corpus(String name, String licence, List<DataFile> files, List<Example> train, List<Example> heldOut) {

    /** @param mostCharacters of an instruction to learn from; longer rows would be cut or cost too much */
    static Corpus of(
            String name,
            String licence,
            List<DataFile> files,
            Stream<Example> train,
            Stream<Example> heldOut,
            int mostCharacters) {
        return new Corpus(
                name,
                licence,
                files,
                train.filter(row -> row.instruction().length() <= mostCharacters)
                        .toList(),
                heldOut.toList());
    }
}
