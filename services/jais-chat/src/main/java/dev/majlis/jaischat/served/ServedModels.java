package dev.majlis.jaischat.served;

import static java.util.Objects.requireNonNull;

import dev.majlis.jaischat.GenerationDefaults;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.ModelHub;
import dev.majlis.models.template.ChatTemplates;
import dev.majlis.models.text.TextEngine;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The models of this service: loaded one after the other in the background, tested, then served until {@link #close()}. A
 * model that fails to load is tried again after a pause. Thread-safe.
 */
public final class ServedModels implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ServedModels.class);

    private final ModelHub hub;
    private final List<String> names;
    private final Function<ServedModel, GenerationDefaults> defaults;
    private final Duration pause;
    private final Clock clock;
    private final SelfTest selfTest = new SelfTest(Duration.ofMinutes(1));
    private final Map<String, State> states = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final Thread loader;

    /** Where a model is in its life. */
    public sealed interface State {
        /** Being fetched, opened or tested. */
        record Loading() implements State {}

        /** Answers. */
        record Ready(ServedModel model) implements State {}

        /** Did not load; will be tried again. */
        record Failed(String reason) implements State {}
    }

    /**
     * @param names of catalog models, at least one
     * @param defaults sampling of a model when a request names none
     * @param pause before a model that failed is tried again
     */
    public ServedModels(
            ModelHub hub,
            List<String> names,
            Function<ServedModel, GenerationDefaults> defaults,
            Duration pause,
            Clock clock) {
        this.hub = requireNonNull(hub, "hub is null");
        this.names = List.copyOf(names);
        this.defaults = requireNonNull(defaults, "defaults is null");
        this.pause = requireNonNull(pause, "pause is null");
        this.clock = requireNonNull(clock, "clock is null");
        if (this.names.isEmpty()) {
            throw new IllegalArgumentException("no model is configured");
        }
        this.names.forEach(name -> states.put(name, new State.Loading()));
        this.loader = new Thread(this::load, "model-loader");
        loader.setDaemon(true);
    }

    /** Begins to load; returns at once. */
    public void start() {
        loader.start();
    }

    /** Completes, on the loader's thread, when every model answers. */
    public CompletionStage<Void> ready() {
        return ready.minimalCompletionStage();
    }

    /** State of each model, in the order of the configuration. */
    public Map<String, State> states() {
        Map<String, State> all = new LinkedHashMap<>();
        names.forEach(name -> all.put(name, states.get(name)));
        return all;
    }

    /** @throws ModelException {@code UNKNOWN_MODEL} or {@code LOADING} */
    public ServedModel require(String name) {
        State state = states.get(name);
        if (state == null) {
            throw new ModelException(
                    Code.UNKNOWN_MODEL, "model '%s' is not served here; there are %s".formatted(name, names));
        }
        if (state instanceof State.Ready ready) {
            return ready.model();
        }
        String why =
                state instanceof State.Failed failed ? "could not be loaded yet: " + failed.reason() : "is loading";
        throw new ModelException(Code.LOADING, "model '%s' %s".formatted(name, why));
    }

    /** What hinders readiness, in words; empty when every model is ready. */
    public Optional<String> unready() {
        for (var entry : states().entrySet()) {
            if (entry.getValue() instanceof State.Failed failed) {
                return Optional.of(entry.getKey() + ": " + failed.reason());
            }
            if (entry.getValue() instanceof State.Loading) {
                return Optional.of(entry.getKey() + " is loading");
            }
        }
        return Optional.empty();
    }

    private void load() {
        try {
            boolean all = false;
            while (!all) {
                all = true;
                for (String name : names) {
                    all &= states.get(name) instanceof State.Ready || load(name);
                }
                if (!all) {
                    Thread.sleep(pause.toMillis());
                }
            }
            ready.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private boolean load(String name) throws InterruptedException {
        TextEngine engine = null;
        try {
            long started = clock.millis();
            engine = hub.openText(name);
            var template =
                    ChatTemplates.forModel(engine.model(), hub.entry(name).template());
            var plain = new ServedModel(
                    engine,
                    template,
                    GenerationDefaults.of(engine.model()),
                    clock.instant().getEpochSecond());
            var model = new ServedModel(engine, template, defaults.apply(plain), plain.created());
            selfTest.check(model);
            states.put(name, new State.Ready(model));
            LOG.infof(
                    "model %s is ready: engine=%s context=%d ms=%d",
                    name, engine.model().engine(), engine.model().contextLength(), clock.millis() - started);
            return true;
        } catch (RuntimeException e) {
            LOG.errorf(e, "model %s did not load; next try in %d s", name, pause.toSeconds());
            states.put(name, new State.Failed(e instanceof ModelException ? e.getMessage() : "internal error"));
            if (engine != null) {
                engine.close();
            }
            return false;
        }
    }

    /** Stops loading and frees every model. */
    @Override
    public void close() {
        loader.interrupt();
        try {
            loader.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        states.values().forEach(state -> {
            if (state instanceof State.Ready ready) {
                ready.model().engine().close();
            }
        });
    }
}
