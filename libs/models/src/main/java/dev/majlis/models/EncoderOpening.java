package dev.majlis.models;

import dev.majlis.models.ModelException.Code;
import dev.majlis.models.batch.BatchSettings;
import dev.majlis.models.catalog.CatalogEntry;
import dev.majlis.models.catalog.EngineParameters;
import dev.majlis.models.encode.EncodeEngine;
import dev.majlis.models.encode.Encoder;
import dev.majlis.models.encode.EncoderEngines;
import dev.majlis.models.encode.EncoderFiles;
import dev.majlis.models.encode.PairScorer;
import dev.majlis.models.encode.ScorerModel;
import dev.majlis.models.encode.ScorerModel.ScoreKind;
import dev.majlis.models.encode.SimilarityScorer;
import dev.majlis.models.remote.DjlServingEncoder;
import dev.majlis.models.remote.DjlServingPairScorer;
import dev.majlis.models.remote.RemoteSettings;
import dev.majlis.models.store.StoredFile;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Opens encoders and scorers by the engine that their entry names. */
final class EncoderOpening {
    private static final int VERSION_DIGITS = 12;

    private final HubSettings settings;
    private final Function<String, CatalogEntry> catalog;
    private final Function<CatalogEntry, Map<String, StoredFile>> fetch;

    /**
     * @param catalog finds an entry by name
     * @param fetch brings the files of an entry
     */
    EncoderOpening(
            HubSettings settings,
            Function<String, CatalogEntry> catalog,
            Function<CatalogEntry, Map<String, StoredFile>> fetch) {
        this.settings = settings;
        this.catalog = catalog;
        this.fetch = fetch;
    }

    Encoder encoder(CatalogEntry entry) {
        var parameters = new EngineParameters(entry);
        return switch (entry.engine()) {
            case "onnxruntime", "pytorch" -> {
                EncodeEngine engine = engine(entry, parameters);
                parameters.requireAllKnown();
                yield EncoderEngines.openEncoder(files(entry, fetch.apply(entry)), engine);
            }
            case "djl-serving" -> {
                RemoteSettings remote = RemoteOpening.settings(entry, parameters, settings);
                int dimension = parameters.integer("dimension", 0, 1, 1 << 16);
                parameters.requireAllKnown();
                if (dimension == 0) {
                    throw new ModelException(
                            Code.INVALID, "model '" + entry.name() + "': parameter 'dimension' is missing");
                }
                yield new DjlServingEncoder(remote, dimension, entry.contextLength());
            }
            default -> throw unsupported(entry, "makes no embeddings");
        };
    }

    PairScorer scorer(CatalogEntry entry) {
        var parameters = new EngineParameters(entry);
        return switch (entry.engine()) {
            case "similarity" -> similarity(entry, parameters);
            case "onnxruntime", "pytorch" -> {
                EncodeEngine engine = engine(entry, parameters);
                ScoreKind kind = kind(entry, parameters.text("score-kind"));
                parameters.requireAllKnown();
                Map<String, StoredFile> files = fetch.apply(entry);
                ScorerModel model = describe(entry, kind, files, 0, entry.engine());
                yield EncoderEngines.openScorer(model, files(entry, files), engine);
            }
            case "djl-serving" -> {
                RemoteSettings remote = RemoteOpening.settings(entry, parameters, settings);
                ScoreKind kind = kind(entry, parameters.text("score-kind"));
                parameters.requireAllKnown();
                yield new DjlServingPairScorer(
                        remote, describe(entry, kind, Map.of(), entry.contextLength(), entry.engine()));
            }
            default -> throw unsupported(entry, "scores no pairs");
        };
    }

    private PairScorer similarity(CatalogEntry entry, EngineParameters parameters) {
        CatalogEntry encoderEntry = catalog.apply(parameters.text("encoder"));
        parameters.requireAllKnown();
        Encoder encoder = encoder(encoderEntry);
        Map<String, StoredFile> files = fetch.apply(encoderEntry);
        return new SimilarityScorer(
                describe(
                        entry, ScoreKind.PREFERENCE, files, encoder.maxTokens(), "similarity/" + encoderEntry.engine()),
                encoder);
    }

    private static ScorerModel describe(
            CatalogEntry entry, ScoreKind kind, Map<String, StoredFile> files, int maxTokens, String engine) {
        String sha256 = files.containsKey("weights") ? files.get("weights").sha256() : "";
        String tokenizer =
                files.containsKey("tokenizer") ? files.get("tokenizer").sha256() : "";
        String version = sha256.substring(0, Math.min(VERSION_DIGITS, sha256.length()));
        return new ScorerModel(entry.name(), version, kind, maxTokens, engine, sha256, tokenizer);
    }

    private static ScoreKind kind(CatalogEntry entry, String name) {
        return Stream.of(ScoreKind.values())
                .filter(kind -> kind.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new ModelException(
                        Code.INVALID,
                        "model '" + entry.name() + "': score-kind must be one of "
                                + Stream.of(ScoreKind.values())
                                        .map(ScoreKind::wireName)
                                        .toList()
                                + ", not '" + name + "'"));
    }

    private EncodeEngine engine(CatalogEntry entry, EngineParameters parameters) {
        BatchSettings batch = "onnxruntime".equals(entry.engine())
                ? BatchSettings.small(entry.name())
                : BatchSettings.defaults(entry.name());
        return new EncodeEngine(
                batch.withMaxSize(parameters.integer("max-batch", batch.maxSize(), 1, 1024))
                        .withTokenBudget(parameters.integer("batch-tokens", batch.tokenBudget(), 1, 1 << 20))
                        .withQueueCapacity(parameters.integer("queue", batch.queueCapacity(), 1, 1 << 20)),
                entry.contextLength(),
                parameters.integer("threads", settings.threads(), 1, 1024),
                settings.clock(),
                settings.registry());
    }

    private static EncoderFiles files(CatalogEntry entry, Map<String, StoredFile> files) {
        return new EncoderFiles(
                LocalModelHub.file(entry, files, "weights").path(),
                LocalModelHub.file(entry, files, "tokenizer").path(),
                Optional.ofNullable(files.get("config")).map(StoredFile::path));
    }

    private static ModelException unsupported(CatalogEntry entry, String what) {
        return new ModelException(
                Code.UNSUPPORTED, "model '" + entry.name() + "': engine " + entry.engine() + " " + what);
    }
}
