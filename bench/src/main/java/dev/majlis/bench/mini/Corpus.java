package dev.majlis.bench.mini;

import dev.majlis.cappy.data.Example;
import java.util.List;

/**
 * Rows of one source.
 *
 * @param name of the data set
 * @param licence under which it may be used
 * @param files that were read, with their SHA-256
 * @param train rows to learn from
 * @param heldOut rows that are never learnt from
 */
record Corpus(String name, String licence, List<DataFile> files, List<Example> train, List<Example> heldOut) {}
