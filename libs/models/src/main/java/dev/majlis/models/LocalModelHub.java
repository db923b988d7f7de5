package dev.majlis.models;

import dev.majlis.models.ModelException.Code;
import dev.majlis.models.catalog.CatalogEntry;
import dev.majlis.models.catalog.CatalogEntry.Task;
import dev.majlis.models.catalog.EngineParameters;
import dev.majlis.models.catalog.ModelCatalog;
import dev.majlis.models.encode.Encoder;
import dev.majlis.models.encode.PairScorer;
import dev.majlis.models.store.ModelStore;
import dev.majlis.models.store.Progress;
import dev.majlis.models.store.StoreSettings;
import dev.majlis.models.store.StoredFile;
import dev.majlis.models.text.TextEngine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The hub of one process: catalog, store and engines of this machine. Thread-safe. */
public final class LocalModelHub implements ModelHub {
    private final ModelCatalog catalog;
    private final ModelStore store;
    private final Progress progress;
    private final TextEngines textEngines;
    private final EncoderOpening encoders;

    private LocalModelHub(HubSettings settings, Progress progress) {
        this.catalog = ModelCatalog.load(settings.catalogs());
        this.store = new ModelStore(settings.store());
        this.progress = progress;
        this.textEngines = new TextEngines(settings);
        this.encoders = new EncoderOpening(settings, catalog::entry, entry -> store.fetch(entry, progress));
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The store, for status and housekeeping. */
    public ModelStore store() {
        return store;
    }

    @Override
    public List<CatalogEntry> entries() {
        return catalog.entries();
    }

    @Override
    public List<CatalogEntry> defaults() {
        return catalog.defaults();
    }

    @Override
    public CatalogEntry entry(String name) {
        return catalog.entry(name);
    }

    /** Fetches and verifies the files of a model and of the models it is composed of; loads nothing. */
    public void fetch(String name) {
        fetch(name, progress);
    }

    /** The same with another listener. */
    public void fetch(String name, Progress listener) {
        parts(entry(name)).forEach(part -> store.fetch(part, listener));
    }

    /** Reads every byte of a model's files again; fails as {@link ModelStore#verify}. */
    public List<StoredFile> verify(String name) {
        return parts(entry(name)).stream()
                .flatMap(part -> store.verify(part).values().stream())
                .toList();
    }

    /** Whether all files are here; a quick look at lengths only. */
    public boolean holds(String name) {
        return parts(entry(name)).stream().allMatch(store::holds);
    }

    /** Notes that the user accepts the terms of a model. */
    public void accept(String name) {
        store.accept(entry(name));
    }

    /** The entry and those that it is composed of. */
    private List<CatalogEntry> parts(CatalogEntry entry) {
        var parts = new ArrayList<CatalogEntry>();
        parts.add(entry);
        if (entry.engine().equals("similarity")) {
            parts.add(entry(new EngineParameters(entry).text("encoder")));
        }
        return parts;
    }

    @Override
    public TextEngine openText(String name) {
        CatalogEntry entry = require(entry(name), Task.TEXT_GENERATION);
        return textEngines.open(entry, () -> store.fetch(entry, progress));
    }

    @Override
    public PairScorer openScorer(String name) {
        return openScorer(entry(name));
    }

    @Override
    public PairScorer openScorer(CatalogEntry entry) {
        return encoders.scorer(require(entry, Task.PAIR_SCORING));
    }

    @Override
    public void keepVersions(String model, Set<String> keep) {
        store.keepVersions(model, keep);
    }

    @Override
    public Encoder openEncoder(String name) {
        return encoders.encoder(require(entry(name), Task.EMBEDDING));
    }

    private static CatalogEntry require(CatalogEntry entry, Task task) {
        if (entry.task() != task) {
            throw new ModelException(
                    Code.UNSUPPORTED,
                    "model '" + entry.name() + "' is for " + entry.task().wireName() + ", not for " + task.wireName());
        }
        return entry;
    }

    /** The file of a role, which the entry must have. */
    static StoredFile file(CatalogEntry entry, Map<String, StoredFile> files, String role) {
        StoredFile file = files.get(role);
        if (file == null) {
            throw new ModelException(
                    Code.INVALID, "model '" + entry.name() + "' lacks a file with the role '" + role + "'");
        }
        return file;
    }

    /** Collects the settings; everything has a default. */
    public static final class Builder {
        private StoreSettings store = StoreSettings.defaults();
        private List<Path> catalogs = List.of();
        private int threads = Runtime.getRuntime().availableProcessors();
        private Clock clock = Clock.systemUTC();
        private MeterRegistry registry = new SimpleMeterRegistry();
        private Progress progress = Progress.NONE;

        private Builder() {}

        /** Where files lie and how sources are reached. */
        public Builder store(StoreSettings value) {
            this.store = Objects.requireNonNull(value, "store is null");
            return this;
        }

        /** Only the directory, everything else as by default. */
        public Builder directory(Path value) {
            return store(StoreSettings.in(value));
        }

        /** No source that needs a network is tried. */
        public Builder offline(boolean value) {
            return store(store.withOffline(value));
        }

        /** The user's catalog files, merged over the built-in one in order. */
        public Builder catalogs(List<Path> value) {
            this.catalogs = List.copyOf(value);
            return this;
        }

        /** Threads of one batch or decoding step; the number of cores by default. */
        public Builder threads(int value) {
            this.threads = value;
            return this;
        }

        /** For deadlines. */
        public Builder clock(Clock value) {
            this.clock = Objects.requireNonNull(value, "clock is null");
            return this;
        }

        /** Where meters go. */
        public Builder registry(MeterRegistry value) {
            this.registry = Objects.requireNonNull(value, "registry is null");
            return this;
        }

        /** Hears of downloads. */
        public Builder progress(Progress value) {
            this.progress = Objects.requireNonNull(value, "progress is null");
            return this;
        }

        /** @throws ModelException {@code INVALID} when a catalog file is wrong */
        public LocalModelHub build() {
            return new LocalModelHub(new HubSettings(store, catalogs, threads, clock, registry), progress);
        }
    }
}
