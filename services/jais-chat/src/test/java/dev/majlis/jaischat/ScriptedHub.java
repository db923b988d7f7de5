package dev.majlis.jaischat;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.ModelHub;
import dev.majlis.models.catalog.CatalogEntry;
import dev.majlis.models.encode.Encoder;
import dev.majlis.models.encode.PairScorer;
import dev.majlis.models.text.TextEngine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A hub with one language model, {@code scripted}; its template may be named. */
public final class ScriptedHub implements ModelHub {
    private final Supplier<TextEngine> engine;
    private final Optional<String> template;

    public ScriptedHub(Supplier<TextEngine> engine, Optional<String> template) {
        this.engine = engine;
        this.template = template;
    }

    @Override
    public List<CatalogEntry> entries() {
        return List.of(entry("scripted"));
    }

    @Override
    public CatalogEntry entry(String name) {
        if (!name.equals("scripted")) {
            throw new ModelException(Code.UNKNOWN_MODEL, "no model '" + name + "'");
        }
        return new CatalogEntry(
                "scripted",
                CatalogEntry.Task.TEXT_GENERATION,
                "scripted",
                "Apache-2.0",
                Optional.empty(),
                Map.of(),
                0,
                0,
                template,
                Map.of());
    }

    @Override
    public TextEngine openText(String name) {
        entry(name);
        return engine.get();
    }

    @Override
    public PairScorer openScorer(String name) {
        throw new ModelException(Code.UNSUPPORTED, "no scorer");
    }

    @Override
    public Encoder openEncoder(String name) {
        throw new ModelException(Code.UNSUPPORTED, "no encoder");
    }
}
