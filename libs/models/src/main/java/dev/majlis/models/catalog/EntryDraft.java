package dev.majlis.models.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.catalog.CatalogEntry.ModelFile;
import dev.majlis.models.catalog.CatalogEntry.Task;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An entry as far as one file states it; what a later file states goes over it. */
record EntryDraft(
        String name,
        String origin,
        Optional<Task> task,
        Optional<String> engine,
        Optional<String> licence,
        Optional<String> acceptance,
        Map<String, ModelFile> files,
        Optional<Integer> contextLength,
        Optional<Integer> memoryMb,
        Optional<String> template,
        Map<String, JsonNode> parameters,
        Optional<Boolean> marked) {

    boolean isDefault() {
        return marked.orElse(false);
    }

    EntryDraft mergedWith(EntryDraft over) {
        return new EntryDraft(
                name,
                over.origin,
                over.task.or(() -> task),
                over.engine.or(() -> engine),
                over.licence.or(() -> licence),
                over.acceptance.or(() -> acceptance),
                union(files, over.files),
                over.contextLength.or(() -> contextLength),
                over.memoryMb.or(() -> memoryMb),
                over.template.or(() -> template),
                union(parameters, over.parameters),
                over.marked.or(() -> marked));
    }

    private static <V> Map<String, V> union(Map<String, V> base, Map<String, V> over) {
        var union = new LinkedHashMap<>(base);
        union.putAll(over);
        return union;
    }

    CatalogEntry finish() {
        return new CatalogEntry(
                name,
                required(task, "task"),
                required(engine, "engine"),
                required(licence, "licence"),
                acceptance.filter(text -> !text.isEmpty()),
                files,
                contextLength.orElse(0),
                memoryMb.orElse(0),
                template,
                parameters);
    }

    private <T> T required(Optional<T> value, String key) {
        return value.orElseThrow(
                () -> new ModelException(Code.INVALID, origin + ": model '" + name + "' lacks the key '" + key + "'"));
    }
}
