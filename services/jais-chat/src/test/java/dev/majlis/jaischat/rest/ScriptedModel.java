package dev.majlis.jaischat.rest;

import dev.majlis.jaischat.ScriptedEngine;
import dev.majlis.jaischat.ScriptedHub;
import dev.majlis.models.ModelHub;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Serves the scripted engine instead of real weights. */
@ApplicationScoped
public class ScriptedModel {
    private final ScriptedEngine engine = new ScriptedEngine();

    public ScriptedEngine engine() {
        return engine;
    }

    @Produces
    @Singleton
    ModelHub hub() {
        return new ScriptedHub(() -> engine, Optional.of("jais-13b-chat"));
    }
}
