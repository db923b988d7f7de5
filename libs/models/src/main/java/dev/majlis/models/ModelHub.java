package dev.majlis.models;

import dev.majlis.models.catalog.CatalogEntry;
import dev.majlis.models.encode.Encoder;
import dev.majlis.models.encode.PairScorer;
import dev.majlis.models.text.TextEngine;
import java.util.List;
import java.util.Set;

/**
 * Opens catalog models: finds the entry, fetches and verifies its files, loads the engine that the entry names. The one
 * door through which services reach models.
 */
public interface ModelHub {

    /** All catalog entries, by name. */
    List<CatalogEntry> entries();

    /** The entries that a fresh installation needs ({@code default: true}). */
    default List<CatalogEntry> defaults() {
        return List.of();
    }

    /** @throws ModelException {@code UNKNOWN_MODEL} naming the nearest known names */
    CatalogEntry entry(String name);

    /** Loads a language model; the caller closes it. */
    TextEngine openText(String name);

    /** Loads a pair scorer; the caller closes it. */
    PairScorer openScorer(String name);

    /**
     * Loads a pair scorer that is not in the catalog; the caller closes it.
     *
     * @param entry its name is one that no other entry has
     */
    default PairScorer openScorer(CatalogEntry entry) {
        throw new ModelException(ModelException.Code.UNSUPPORTED, "model '" + entry.name() + "' is not in the catalog");
    }

    /**
     * Lets go of the files of a model's versions, entries called {@code <model>@<version>}, except some.
     *
     * @param keep names of entries
     */
    default void keepVersions(String model, Set<String> keep) {}

    /** Loads an encoder; the caller closes it. */
    Encoder openEncoder(String name);
}
