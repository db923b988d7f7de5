package dev.majlis.models;

import dev.majlis.models.ModelException.Code;
import dev.majlis.models.catalog.CatalogEntry;
import dev.majlis.models.catalog.EngineParameters;
import dev.majlis.models.llama.LlamaSettings;
import dev.majlis.models.llama.LlamaTextEngine;
import dev.majlis.models.remote.Dialect;
import dev.majlis.models.remote.DjlServingTextEngine;
import dev.majlis.models.remote.OpenAiTextEngine;
import dev.majlis.models.remote.RemoteSettings;
import dev.majlis.models.store.StoredFile;
import dev.majlis.models.text.TextEngine;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Opens language models by the engine that their entry names. */
final class TextEngines {
    private final HubSettings settings;

    TextEngines(HubSettings settings) {
        this.settings = settings;
    }

    /** @param files fetches the entry's files; asked only by engines that run in this process */
    TextEngine open(CatalogEntry entry, Supplier<Map<String, StoredFile>> files) {
        var parameters = new EngineParameters(entry);
        return switch (entry.engine()) {
            case "llama.cpp" -> llama(entry, parameters, files);
            case "openai" -> {
                Dialect dialect = dialect(entry, parameters.text("dialect", Dialect.VLLM.wireName()));
                RemoteSettings remote = RemoteOpening.settings(entry, parameters, settings);
                parameters.requireAllKnown();
                yield new OpenAiTextEngine(remote, dialect);
            }
            case "djl-serving" -> {
                RemoteSettings remote = RemoteOpening.settings(entry, parameters, settings);
                parameters.requireAllKnown();
                yield new DjlServingTextEngine(remote);
            }
            default ->
                throw new ModelException(
                        Code.UNSUPPORTED, "model '" + entry.name() + "': engine " + entry.engine() + " writes no text");
        };
    }

    private TextEngine llama(CatalogEntry entry, EngineParameters parameters, Supplier<Map<String, StoredFile>> files) {
        LlamaSettings defaults = LlamaSettings.defaults();
        LlamaSettings llama = defaults.withContextLength(entry.contextLength())
                .withThreads(parameters.integer("threads", settings.threads(), 1, 1024))
                .withCells(parameters.integer("kv-cells", defaults.cells(), 0, 1 << 22))
                .withMaxSequences(parameters.integer("max-sequences", defaults.maxSequences(), 1, 64))
                .withBatch(parameters.integer("batch", defaults.batch(), 16, 4096))
                .withQueueLimit(parameters.integer("queue", defaults.queueLimit(), 1, 100_000))
                .withPrefixCells(parameters.integer("prefix-cells", defaults.prefixCells(), 0, 1 << 22))
                .withGpuLayers(parameters.integer("gpu-layers", defaults.gpuLayers(), 0, 100_000))
                .withFlashAttention(parameters.truth("flash-attention", defaults.flashAttention()));
        parameters.requireAllKnown();
        StoredFile weights = LocalModelHub.file(entry, files.get(), "weights");
        return LlamaTextEngine.open(entry.name(), weights.path(), llama.withSha256(weights.sha256()), settings.clock());
    }

    private static Dialect dialect(CatalogEntry entry, String name) {
        return Stream.of(Dialect.values())
                .filter(dialect -> dialect.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new ModelException(
                        Code.INVALID,
                        "model '" + entry.name() + "': dialect must be one of "
                                + Stream.of(Dialect.values())
                                        .map(Dialect::wireName)
                                        .toList() + ", not '" + name + "'"));
    }
}
