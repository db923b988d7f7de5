package dev.majlis.models.catalog;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The models by name: the built-in {@code models.yaml} with the user's files merged over it, in order. An entry of a
 * user's file changes only the keys it names; {@code files} and {@code parameters} are merged by their own keys.
 * Immutable.
 */
public final class ModelCatalog {
    private static final String BUILT_IN = "dev/majlis/models/models.yaml";

    private final Map<String, CatalogEntry> entries;
    private final List<String> defaults;

    private ModelCatalog(Collection<EntryDraft> drafts) {
        var byName = new LinkedHashMap<String, CatalogEntry>();
        drafts.forEach(draft -> byName.put(draft.name(), draft.finish()));
        this.entries = byName;
        this.defaults = drafts.stream()
                .filter(EntryDraft::isDefault)
                .map(EntryDraft::name)
                .toList();
    }

    /** Only what ships with the product. */
    public static ModelCatalog builtIn() {
        return load(List.of());
    }

    /**
     * The built-in catalog with files merged over it.
     *
     * @throws ModelException {@code INVALID} with file, line and what is wrong there
     */
    public static ModelCatalog load(List<Path> files) {
        Map<String, EntryDraft> drafts = CatalogReader.read("models.yaml", builtInText());
        for (Path file : files) {
            merge(drafts, CatalogReader.read(file.toString(), text(file)));
        }
        return new ModelCatalog(drafts.values());
    }

    private static void merge(Map<String, EntryDraft> drafts, Map<String, EntryDraft> over) {
        over.forEach((name, draft) -> drafts.merge(name, draft, EntryDraft::mergedWith));
    }

    private static String builtInText() {
        try (InputStream in = ModelCatalog.class.getClassLoader().getResourceAsStream(BUILT_IN)) {
            if (in == null) {
                throw new IllegalStateException(BUILT_IN + " is missing from the classpath");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ModelException(Code.INVALID, "the model catalog " + file + " cannot be read: " + e, e);
        }
    }

    /** All entries: built-in ones in their order, then the user's. */
    public List<CatalogEntry> entries() {
        return List.copyOf(entries.values());
    }

    /** The entries marked {@code default: true}: what a fresh installation fetches. */
    public List<CatalogEntry> defaults() {
        return defaults.stream().map(entries::get).toList();
    }

    /** @throws ModelException {@code UNKNOWN_MODEL} naming what was probably meant */
    public CatalogEntry entry(String name) {
        CatalogEntry entry = entries.get(name);
        if (entry == null) {
            throw new ModelException(
                    Code.UNKNOWN_MODEL,
                    "no model '" + name + "' in the catalog" + NearestName.hint(name, entries.keySet()) + " Known: "
                            + String.join(", ", entries.keySet()));
        }
        return entry;
    }
}
